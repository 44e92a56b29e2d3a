/**
 * What is known of packages from npm. Purpose: one list, in the order of their names, from which the tables and the page of the
 * documentation are made. Guarantee: each package stands here once.
 */
import { amqplib } from './amqplib.ts';
import { kafkajs, mqtt, nats } from './brokers.ts';
import { playwright, puppeteer } from './browsers.ts';
import { asyncMutex, asyncSema, awaitSemaphore, bottleneck } from './locks.ts';
import { mongodb } from './mongodb.ts';
import { mssql, tedious } from './mssql.ts';
import { mariadb, mysql, mysql2 } from './mysql.ts';
import { oracledb } from './oracledb.ts';
import { knex, sequelize, typeorm } from './orms.ts';
import { pg, pgPool } from './pg.ts';
import { genericPools, tarn } from './pools.ts';
import { ioredis, redis } from './redis.ts';
import { basicFtp, ldapjs, nodemailer, ssh2, unixDgram } from './remote.ts';
import { undici } from './undici.ts';
import type { PackageModel } from './words.ts';
import { ws } from './ws.ts';

export const packages: readonly PackageModel[] = [
  amqplib, asyncMutex, asyncSema, awaitSemaphore, basicFtp, bottleneck, genericPools, ioredis, kafkajs, knex, ldapjs, mariadb, mongodb, mqtt, mssql, mysql, mysql2,
  nats, nodemailer, oracledb, pg, pgPool, playwright, puppeteer, redis, sequelize, ssh2, tarn, tedious, typeorm, undici, unixDgram, ws,
];

/**
 * `ssh2`, `basic-ftp`, `ldapjs`, `nodemailer` and `unix-dgram`: one connection each, to be ended by hand.
 * Guarantee: read in the sources of the versions named here. Not handled: channels and streams of an ssh connection, which end with
 * it; a pooled transport of `nodemailer`, which is known by kind and owed by nobody.
 */
import { begins, borrows, callsLast, ends, releases, tells } from '../rows.ts';
import type { MethodModel, ResourceKind } from '../types.ts';
import { classOf, client, gone, makes, type PackageModel, parts, sourceOf, works } from './words.ts';

const ssh = sourceOf('ssh2', '1.17.0');
const ftp = sourceOf('basic-ftp', '6.2.3');
const ldap = sourceOf('ldapjs', '3.0.7');
const mail = sourceOf('nodemailer', '10.6.0');
const dgram = sourceOf('unix-dgram', '2.0.7');

/** They throw where the connection is gone, which only a program that goes on after it meets. */
const channel = (name: string): MethodModel => ({ ...borrows(ssh(`Client.${name}`), 'unlikely'), args: callsLast('later-once') });

const sshClient: ResourceKind = client({
  id: 'ssh2.Client',
  noun: 'client',
  advice: 'end()',
  methods: {
    connect: begins(ssh('Client.connect'), { returns: 'receiver' }),
    end: ends(ssh('Client.end'), { returns: 'receiver' }),
    destroy: releases(ssh('Client.destroy'), { returns: 'receiver' }),
    ...Object.fromEntries(['exec', 'shell', 'subsys', 'sftp', 'forwardIn', 'unforwardIn', 'forwardOut', 'openssh_forwardOutStreamLocal'].map((name) => [name, channel(name)])),
  },
  events: {
    ready: tells(ssh("Client 'ready'"), { once: true }),
    error: gone(ssh("Client 'error': the socket has failed or is ended")),
    end: gone(ssh("Client 'end'")),
    close: gone(ssh("Client 'close'")),
    timeout: tells(ssh("Client 'timeout'")),
    /** Who forwards wants the connection to stay. */
    'tcp connection': tells(ssh("Client 'tcp connection'"), { reads: 'lasting' }),
  },
  doc: ssh('class Client'),
});

export const ssh2: PackageModel = {
  name: 'ssh2',
  version: '1.17.0',
  modules: [{ names: ['ssh2'], exports: { Client: classOf('ssh2.Client', 'dormant', ssh('Client constructor')), '': classOf('ssh2.Client', 'dormant', ssh('History: the module was the class before 1.0')) } }],
  kinds: [sshClient],
  note: 'Begins with `connect()`; channels end with their client.',
};

/** What a server refuses leaves the connection as it is; a time-out closes it. */
const ftpClient: ResourceKind = client({
  id: 'basic-ftp.Client',
  noun: 'client',
  advice: 'close()',
  lasting: false,
  methods: {
    access: begins(ftp('Client.access: connects, then logs in; a refused login leaves the socket open'), { throws: 'never', rejects: 'likely' }),
    connect: begins(ftp('Client.connect'), { throws: 'never', rejects: 'likely' }),
    connectImplicitTLS: begins(ftp('Client.connectImplicitTLS'), { throws: 'never', rejects: 'likely' }),
    close: releases(ftp('Client.close')),
  },
  status: { closed: { truthy: 'closed' } },
  doc: ftp('class Client'),
});

export const basicFtp: PackageModel = {
  name: 'basic-ftp',
  version: '6.2.3',
  modules: [{ names: ['basic-ftp'], exports: { Client: classOf('basic-ftp.Client', 'dormant', ftp('Client constructor: nothing is connected')) } }],
  kinds: [ftpClient],
  note: 'A login that is refused leaves the connection open.',
};

const ldapClient: ResourceKind = client({
  id: 'ldapjs.Client',
  noun: 'client',
  advice: 'unbind()',
  methods: {
    unbind: parts(ldap('Client.unbind')),
    destroy: releases(ldap('Client.destroy')),
    ...Object.fromEntries(['bind', 'add', 'compare', 'del', 'exop', 'modify', 'modifyDN', 'search', 'starttls'].map((name) => [name, { ...borrows(ldap(`Client.${name}`), 'unlikely'), args: callsLast('later-once') }])),
  },
  events: {
    connect: tells(ldap("Client 'connect'")),
    error: gone(ldap("Client 'error': mostly of a connection that has failed")),
    connectError: gone(ldap("Client 'connectError': no server could be reached")),
    connectRefused: gone(ldap("Client 'connectRefused'")),
    connectTimeout: gone(ldap("Client 'connectTimeout'")),
    close: gone(ldap("Client 'close'")),
    destroy: gone(ldap("Client 'destroy'")),
  },
  doc: ldap('class Client'),
});

export const ldapjs: PackageModel = {
  name: 'ldapjs',
  version: '3.0.7',
  modules: [{ names: ['ldapjs'], exports: { createClient: { call: makes('ldapjs.Client', 'open', ldap('Client constructor connects')) }, Client: classOf('ldapjs.Client', 'open', ldap('Client constructor connects')) } }],
  kinds: [ldapClient],
  note: 'Connects when it is made; `unbind()` ends the connection.',
};

const transporter: ResourceKind = client({
  id: 'nodemailer.Transporter',
  noun: 'transporter',
  advice: 'close()',
  methods: {
    close: releases(mail('Mail.close')),
    sendMail: works(mail('Mail.sendMail')),
    verify: works(mail('Mail.verify')),
    isIdle: borrows(mail('Mail.isIdle')),
  },
  doc: mail('mailer/index.js'),
});

const smtpConnection: ResourceKind = client({
  id: 'nodemailer.SMTPConnection',
  noun: 'connection',
  advice: 'close()',
  methods: {
    connect: begins(mail('SMTPConnection.connect'), { args: callsLast('later-once') }),
    quit: ends(mail('SMTPConnection.quit')),
    close: releases(mail('SMTPConnection.close')),
    ...Object.fromEntries(['login', 'send', 'reset'].map((name) => [name, { ...borrows(mail(`SMTPConnection.${name}`)), args: callsLast('later-once') }])),
  },
  events: { error: gone(mail("SMTPConnection 'error': it closes itself")), end: gone(mail("SMTPConnection 'end'")), connect: tells(mail("SMTPConnection 'connect'"), { once: true }) },
  doc: mail('smtp-connection/index.js'),
});

export const nodemailer: PackageModel = {
  name: 'nodemailer',
  version: '10.6.0',
  modules: [
    { names: ['nodemailer'], exports: { createTransport: { call: makes('nodemailer.Transporter', 'dormant', mail('createTransport: a connection per message, unless it pools')) } } },
    { names: ['nodemailer/lib/smtp-connection', 'smtp-connection'], exports: { '': classOf('nodemailer.SMTPConnection', 'dormant', mail('SMTPConnection constructor')) } },
  ],
  kinds: [transporter, smtpConnection],
  note: 'A transporter is known, but owed by nobody: it opens a connection for each message and closes it.',
};

const unixSocket: ResourceKind = client({
  id: 'unix-dgram.Socket',
  noun: 'socket',
  advice: 'close()',
  lasting: false,
  methods: {
    connect: borrows(dgram("Socket.connect emits 'error' at once"), 'unheard'),
    bind: borrows(dgram("Socket.bind emits 'error' at once"), 'unheard'),
    /** With a callback it tells; without one it is the same as above, and seldom of interest. */
    send: { ...borrows(dgram('Socket.send')), args: callsLast('later-once') },
    sendto: { ...borrows(dgram('Socket.sendto')), args: callsLast('later-once') },
    close: releases(dgram('Socket.close')),
  },
  events: {
    error: tells(dgram("Socket 'error': the descriptor is still open")),
    message: tells(dgram("Socket 'message'"), { reads: 'lasting' }),
    listening: tells(dgram("Socket 'listening'")),
    connect: tells(dgram("Socket 'connect'")),
    congestion: tells(dgram("Socket 'congestion'")),
    writable: tells(dgram("Socket 'writable'")),
  },
  doc: dgram('class Socket'),
});

export const unixDgram: PackageModel = {
  name: 'unix-dgram',
  version: '2.0.7',
  modules: [{ names: ['unix-dgram'], exports: { createSocket: { call: makes('unix-dgram.Socket', 'open', dgram('Socket constructor: the descriptor is there at once')) } } }],
  kinds: [unixSocket],
  note: 'A path that is missing makes `connect()` throw, unless somebody listens for `error`.',
};

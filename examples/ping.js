import { once } from 'node:events';
import { connect } from 'node:net';

/** Asks a server whether it is alive. */
export async function ping(port) {
  const socket = connect(port);
  await once(socket, 'connect');
  socket.write('ping\n');
  const [reply] = await once(socket, 'data');
  const { alive } = JSON.parse(reply);
  socket.destroy();
  return alive;
}

import { createServer } from 'node:net';

/** Serves at most as many connections at once as the limiter allows. */
export function listen(port, limiter, handshake) {
  const server = createServer(async socket => {
    if (!limiter.tryAcquire()) {
      socket.end('busy\n');
      return;
    }
    try {
      await handshake(socket);
    } catch {
      socket.destroy();
      return;
    }
    socket.on('close', () => limiter.release());
  });
  return server.listen(port);
}

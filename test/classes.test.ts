/** What is said of fields: which methods close an object by their names, and each sentence in full. */
import { describe as group, expect, test } from 'vitest';
import { describe, messages } from '../src/dataflow/findings/describe.ts';
import { beginsAnewByName, closesByName } from '../src/dataflow/models/closing-names.ts';
import { analysisOf } from './support/analysis-of.ts';

group('names of methods', () => {
  test.each(['close', 'stop', 'end', 'disconnect', 'destroy', 'dispose', 'shutdown', 'shutDown', 'tearDown', 'cleanup', 'cleanUp', 'closeAll', 'closeConnection', 'doClose', 'disconnectClient', '[Symbol.dispose]', '[Symbol.asyncDispose]', 'onModuleDestroy', 'ngOnDestroy'])('%s closes', name => {
    expect(closesByName(name)).toBe(true);
  });
  test.each(['closeStream', 'stopTimer', 'endRequest', 'onClose', 'closed', 'isClosed', 'disclose', 'up', 'clean', 'send', 'weekend', 'constructor', ''])('%s does not', name => {
    expect(closesByName(name)).toBe(false);
  });
  test.each(['reconnect', '_reconnect', '#reopen', 'restartServer', 'redial'])('%s begins anew', name => {
    expect(beginsAnewByName(name)).toBe(true);
  });
  test.each(['connect', 'record', 'reopened', 'render', 'rescue'])('%s does not begin anew', name => {
    expect(beginsAnewByName(name)).toBe(false);
  });
});

group('sentences', () => {
  const said = (body: string): string[] => {
    const text = `const net = require('net');\n${body}`;
    return analysisOf(text).findings.map(finding => {
      const { messageId, data } = describe(finding, 'acquire', node => text.slice(...node.range));
      return messages[messageId].replace(/\{\{(\w+)\}\}/gu, (_, key: keyof typeof data) => data[key]);
    });
  };
  const open = 'open(port) {\n    if (this.socket) return;\n    this.socket = net.connect(port);\n  }';
  test.each([
    ['a closing method that forgets', `class A {\n  ${open}\n  close() {}\n}`, '`this.socket` opened here is never destroyed: `close()` on line 7 leaves it open, and so does everything else.'],
    ['no method at all', 'class A {\n  #socket = net.connect(1);\n}\nmodule.exports = A;', '`this.#socket` opened here is never destroyed: no method of `A` calls `destroy()` on it.'],
    ['a method of something else', `class A {\n  ${open}\n  close() { this.socket.close(); }\n}`, '`this.socket` opened here is never destroyed: `close()`, which is called on it on line 7, is no method of a socket, and nothing else closes it.'],
    ['a collection', 'class A {\n  all = new Set();\n  open() { this.all.add(net.connect(1)); }\n  close() {}\n}', 'The socket opened here and kept in `this.all` is never destroyed: `close()` on line 5 leaves the sockets in `this.all` open, and so does everything else.'],
    ['a way of the closing method', `class A {\n  ready = false;\n  ${open.replace('(port);', '(port, () => { this.ready = true; });')}\n  close() {\n    if (!this.ready) return;\n    this.socket.destroy();\n  }\n}`, '`this.socket` opened here is still open when `close()` returns on line 9 (when `this.ready` is falsy).'],
    ['a field that is replaced', 'class A {\n  reconnect() {\n    this.socket = net.connect(1);\n  }\n  close() { this.socket.destroy(); }\n}', '`this.socket` opened here is never destroyed: `reconnect()` assigns `this.socket` again on the same line while the socket before may still be open.'],
    ['a field that is emptied', `class A {\n  ${open}\n  giveUp() { this.socket.destroy(); }\n  close() {\n    this.socket = null;\n  }\n}`, '`this.socket` opened here is never destroyed: `close()` empties `this.socket` on line 9 and leaves the socket open.'],
    ['a constructor that fails', 'class A {\n  constructor(text) {\n    this.socket = net.connect(1);\n    this.options = JSON.parse(text);\n  }\n  close() { this.socket.destroy(); }\n}', '`this.socket` opened here is never destroyed when `JSON.parse()` throws on line 5, because nobody gets the object.'],
    ['a server', 'class A {\n  open() {\n    this.server = net.createServer();\n    this.server.listen(1);\n  }\n  stop() {}\n}', '`this.server` started here is never closed: `stop()` on line 7 leaves it open, and so does everything else.'],
  ])('of %s', (_, body, sentence) => {
    expect(said(body)).toEqual([sentence]);
  });
});

test('many fields of one object are judged one by one up to a bound, and quickly', () => {
  const fields = Array.from({ length: 60 }, (_, index) => index);
  const text = `const net = require('net');\nclass A {\n  open() {\n${fields.map(index => `    this.s${index} = net.connect(1);`).join('\n')}\n  }\n  reopen() { this.s0 = net.connect(2); }\n  close() {\n${fields.map(index => `    this.s${index}.destroy();`).join('\n')}\n  }\n}`;
  expect(analysisOf(text).findings.filter(({ certainty }) => certainty === 'certain').map(({ name }) => name)).toEqual(['this.s0']);
});

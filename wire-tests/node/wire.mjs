// Drives a Vez server as an existing client would: with the stock gRPC library of Node.js and the
// .proto files, nothing of ours in between.
//
//   node wire.mjs HOST:PORT PROTO_DIR
//
// The server must be running; every run makes queues of its own and deletes them.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const [address, protoDir] = process.argv.slice(2);
assert.ok(protoDir, 'usage: node wire.mjs HOST:PORT PROTO_DIR');

const { fila } = grpc.loadPackageDefinition(
  protoLoader.loadSync(['fila/v1/service.proto', 'fila/v1/admin.proto'], {
    includeDirs: [protoDir],
    keepCase: true,
    longs: Number,
    defaults: true,
  }),
);

const PATIENCE_MILLIS = 30_000;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const credentials = grpc.credentials.createInsecure();
const service = new fila.v1.FilaService(address, credentials);
const admin = new fila.v1.FilaAdmin(address, credentials);

const call = (client, method, request) =>
  promisify(client[method].bind(client))(request, { deadline: Date.now() + PATIENCE_MILLIS });

const failsWith = (code, promise) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.code, code, `${error}`);
    assert.ok(error.metadata.get('grpc-status-details-bin').length > 0, 'error details');
    return true;
  });

/** Reads a consume stream one message at a time. */
class Consumer {
  constructor(queue) {
    this.messages = [];
    this.stream = service.Consume({ queue });
    this.ended = new Promise((resolve) => this.stream.once('error', resolve));
    this.attached = new Promise((resolve) => this.stream.once('metadata', resolve));
    this.stream.on('data', ({ message }) => {
      this.messages.push(message);
      this.stream.emit('arrived');
    });
  }

  async next() {
    const signal = AbortSignal.timeout(PATIENCE_MILLIS);
    while (this.messages.length === 0) {
      await once(this.stream, 'arrived', { signal });
    }
    return this.messages.shift();
  }

  async cancel() {
    this.stream.cancel();
    assert.equal((await this.ended).code, grpc.status.CANCELLED);
  }
}

const queue = `wire-${randomUUID()}`;

before(async () => {
  const created = await call(admin, 'CreateQueue', {
    name: queue,
    config: { visibility_timeout_ms: 60_000 },
  });
  assert.equal(created.queue_id, queue);
});

after(() => {
  service.close();
  admin.close();
});

test('a queue is created once, with its dead-letter queue', async () => {
  await failsWith(grpc.status.ALREADY_EXISTS, call(admin, 'CreateQueue', { name: queue }));

  const { queues } = await call(admin, 'ListQueues', {});
  const names = queues.map(({ name }) => name);
  assert.ok(names.includes(queue));
  assert.ok(names.includes(`${queue}.dlq`));
});

test('what is not valid or not there is told apart', async () => {
  const id = randomUUID();
  await failsWith(grpc.status.INVALID_ARGUMENT, call(admin, 'CreateQueue', { name: '' }));
  await failsWith(grpc.status.INVALID_ARGUMENT, call(service, 'Enqueue', { queue: '' }));
  await failsWith(grpc.status.NOT_FOUND, call(service, 'Enqueue', { queue: `no-${queue}` }));
  await failsWith(grpc.status.NOT_FOUND, call(admin, 'GetStats', { queue: `no-${queue}` }));
  await failsWith(grpc.status.INVALID_ARGUMENT, call(service, 'Ack', { queue, message_id: '17' }));
  await failsWith(grpc.status.NOT_FOUND, call(service, 'Ack', { queue, message_id: id }));
  await failsWith(grpc.status.NOT_FOUND, call(service, 'Nack', { queue, message_id: id }));
  assert.equal((await new Consumer('').ended).code, grpc.status.INVALID_ARGUMENT);
  assert.equal((await new Consumer(`no-${queue}`).ended).code, grpc.status.NOT_FOUND);
});

test('messages are delivered in order, redelivered after a nack and gone after an ack', async () => {
  const consumer = new Consumer(queue);
  await consumer.attached;

  const ids = [];
  for (const number of [1, 2, 3]) {
    const { message_id: id } = await call(service, 'Enqueue', {
      queue,
      headers: { number: `${number}`, 'content-type': 'application/octet-stream' },
      payload: Buffer.from([0, number, 255]),
    });
    assert.match(id, UUID_V7);
    ids.push(id);
  }

  for (const [index, id] of ids.entries()) {
    const message = await consumer.next();
    assert.equal(message.id, id);
    assert.deepEqual(message.headers, {
      number: `${index + 1}`,
      'content-type': 'application/octet-stream',
    });
    assert.deepEqual([...message.payload], [0, index + 1, 255]);
    assert.deepEqual(message.metadata, {
      fairness_key: 'default',
      weight: 1,
      throttle_keys: [],
      attempt_count: 0,
      queue_id: queue,
    });
    const { enqueued_at: enqueued, leased_at: leased } = message.timestamps;
    assert.ok(enqueued.seconds > 0);
    assert.ok(leased.seconds >= enqueued.seconds);
  }

  await call(service, 'Ack', { queue, message_id: ids[0] });
  await failsWith(grpc.status.NOT_FOUND, call(service, 'Ack', { queue, message_id: ids[0] }));

  await call(service, 'Nack', { queue, message_id: ids[1], error: 'not today' });
  const again = await consumer.next();
  assert.equal(again.id, ids[1]);
  assert.equal(again.metadata.attempt_count, 1);
  assert.deepEqual([...again.payload], [0, 2, 255]);

  const during = await call(admin, 'GetStats', { queue });
  assert.equal(during.depth, 2);
  assert.equal(during.in_flight, 2);
  assert.equal(during.active_consumers, 1);

  await call(service, 'Ack', { queue, message_id: ids[1] });
  await call(service, 'Ack', { queue, message_id: ids[2] });
  const done = await call(admin, 'GetStats', { queue });
  assert.equal(done.depth, 0);
  assert.equal(done.in_flight, 0);

  await consumer.cancel();
});

test('a stream ends when its queue is deleted', async () => {
  const consumer = new Consumer(queue);
  await consumer.attached;

  await call(admin, 'DeleteQueue', { queue });

  assert.equal((await consumer.ended).code, grpc.status.NOT_FOUND);
  await failsWith(grpc.status.NOT_FOUND, call(admin, 'DeleteQueue', { queue }));
});

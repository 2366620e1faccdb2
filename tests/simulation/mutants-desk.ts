import { createHash } from 'node:crypto';
import { idFromDigest } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import type { RowImage } from '#sync/core/op.ts';
import type { CentralLink } from '#sync/core/protocol.ts';
import type { LocalReplica } from '#sync/replica/create.node.ts';
import type { SimDevice } from './device.ts';
import { BLIND } from './mutants.ts';
import type { Mutant } from './mutants.ts';

function counted(text: string): Id {
  return idFromDigest(createHash('sha256').update(text).digest());
}

/** A replica in which some methods do something else. */
function replica(
  change: (inner: LocalReplica, connection: Connection) => Partial<LocalReplica>,
): NonNullable<Mutant['world']> {
  return { replica: (inner, connection) => ({ ...inner, ...change(inner, connection) }) };
}

function link(
  change: (inner: CentralLink, own: LocalReplica) => Partial<CentralLink>,
): NonNullable<Mutant['world']> {
  return { link: (inner, own) => ({ ...inner, ...change(inner, own) }) };
}

/** Planted in a desk through the ports of its parts. */
export const DESK_MUTANTS: readonly Mutant[] = [
  {
    name: 'op ids that count',
    caughtBy: ['I2 no lost write', 'I1 convergence', 'I6 exactly once', 'I5 causality', 'liveness'],
    world: {
      opIdFor: ({ number, open }: SimDevice) =>
        counted(`${number}:${open.replica.state().last_op_no + 1}`),
    },
  },
  {
    name: 'a new id for each time an op is sent',
    caughtBy: ['I6 exactly once', 'liveness'],
    world: replica((inner) => {
      let sent = 0;
      return {
        pendingOps: (maxOps, maxBytes, after) =>
          inner.pendingOps(maxOps, maxBytes, after).map((op) => {
            sent += 1;
            return { ...op, op_id: counted(`${op.op_id}:${sent}`) };
          }),
      };
    }),
  },
  {
    name: 'the outbox is sent newest first',
    caughtBy: ['I5 causality', 'I3 no silent reversal'],
    world: replica((inner) => ({
      pendingOps: (maxOps, maxBytes, after) => {
        const ops = inner.pendingOps(maxOps, maxBytes, after);
        const newest = ops.toReversed();
        return ops.map(
          ({ op_no }, at) => ({ ...(newest[at] ?? ops[0]), op_no }) as (typeof ops)[0],
        );
      },
    })),
  },
  {
    name: 'the cursor moves before its rows',
    caughtBy: ['I1 convergence', 'I5 causality', 'the light'],
    world: replica((inner) => {
      let late: readonly RowImage[] = [];
      return {
        applyPull: async (reply) => {
          const due = late;
          late = reply.images;
          await inner.applyPull({ ...reply, images: due });
        },
      };
    }),
  },
  {
    name: 'a rebase forgets what waits',
    firstSeed: 51,
    caughtBy: ['I1 convergence', 'I10 bounded', 'the light', 'I5 causality'],
    world: replica((inner, connection) => ({
      applyPull: async (reply) => {
        const forget = connection.prepare('DELETE FROM pending_rows WHERE row_id = ?');
        for (const { row_id } of reply.images) forget.run(row_id);
        await inner.applyPull(reply);
      },
    })),
  },
  {
    name: 'central put back from a copy is not sent what it lost',
    firstSeed: 13,
    caughtBy: ['I2 no lost write'],
    world: replica((inner) => ({ resend: (incarnation) => inner.reincarnate(incarnation) })),
  },
  {
    name: 'a central put back goes unnoticed',
    firstSeed: 11,
    caughtBy: ['I2 no lost write', 'I1 convergence', 'I5 causality', 'liveness', 'the light'],
    world: link((inner, own) => ({
      hello: async (hello) => {
        const welcome = await inner.hello(hello);
        return welcome.kind === 'welcome'
          ? { ...welcome, epoch: own.state().epoch ?? welcome.epoch, continuity: 'unbroken' }
          : welcome;
      },
    })),
  },
  {
    name: 'the versions of a central that was put back are believed',
    firstSeed: 13,
    caughtBy: ['I1 convergence', 'the light', 'I5 causality', 'I3 no silent reversal'],
    world: replica((inner) => ({
      doubts: () => [],
      state: () => ({ ...inner.state(), doubted: false }),
    })),
  },
  {
    name: 'a new life begins with an empty outbox',
    caughtBy: ['I2 no lost write', 'I10 bounded', 'I1 convergence', 'the light'],
    world: replica((inner, connection) => ({
      reincarnate: (incarnation) => {
        connection.exec('DELETE FROM outbox; DELETE FROM pending_rows');
        inner.reincarnate(incarnation);
      },
    })),
  },
  {
    name: 'the light does not count what waits',
    caughtBy: ['the light'],
    world: replica((inner) => ({ state: () => ({ ...inner.state(), waiting: 0 }) })),
  },
  {
    name: 'every comparison is believed to be equal',
    firstSeed: 11,
    caughtBy: ['the light', 'I1 convergence', 'I5 causality'],
    world: BLIND,
  },
  {
    name: 'a verdict is believed before it is committed',
    firstSeed: 5,
    caughtBy: ['I2 no lost write', 'I1 convergence', 'I5 causality', 'the light', 'liveness'],
    world: { hasty: true },
  },
  {
    name: 'a new life remembers nothing that was confirmed in the one before',
    firstSeed: 4701,
    caughtBy: ['I2 no lost write'],
    world: replica(() => ({ lastConfirmed: () => null })),
  },
  {
    name: 'a refused op leaves no trace',
    caughtBy: ['I10 bounded'],
    world: replica((inner, connection) => ({
      settle: async (verdicts) => {
        await inner.settle(verdicts);
        connection.exec('DELETE FROM rejected_ops');
      },
    })),
  },
  {
    name: 'commits are not synced',
    caughtBy: ['I2 no lost write', 'I1 convergence', 'I5 causality'],
    world: { synchronous: 'NORMAL' },
  },
  {
    name: 'who is not looked at never asks again',
    caughtBy: ['liveness'],
    world: {
      timers: (timers) => ({
        after: (delay, run) => (delay > 20_000 ? { cancel: () => {} } : timers.after(delay, run)),
      }),
    },
  },
];

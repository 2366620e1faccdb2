import { isId } from '#db/kernel/id.ts';
import type { Id } from '#db/kernel/id.ts';
import { centralOf } from '#electron/host/desk.node.ts';
import type { Desk } from '#electron/host/desk.node.ts';
import { opAtCentral } from '#sync/central/explain.node.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { storyOf } from '#sync/core/op-life.ts';
import type { OpAtCentral } from '#sync/core/op-life.ts';
import { failureOf } from '#sync/engine/failure.ts';
import { opHere } from '#sync/replica/explain.node.ts';
import { CliRefusal, UsageError } from './terms.node.ts';
import type { Ended } from './terms.node.ts';

/** An op id as it was typed. Throws `UsageError`. */
export function opId(text: string): Id {
  const id = text.trim().toLowerCase();
  if (!isId(id)) throw new UsageError('--explain needs the id of an op, as sync.outbox shows it');
  return id;
}

/**
 * The life of one op: what this file and central know of it, and the story that makes. Changes
 * nothing; works without central as far as the file reaches.
 */
export async function explained(desk: Desk, op: Id): Promise<Ended> {
  const here = opHere(desk.connection, op);
  const answer = await asked(desk, op);
  const central = typeof answer === 'string' ? null : answer;
  if (here === null && central === null && typeof answer !== 'string') {
    throw new CliRefusal('not_found', { what: 'op', op_id: op });
  }
  return {
    ok: true,
    print: {
      op_id: op,
      here,
      // Why central was not asked, or what it knows; null where it never met the op.
      central: answer,
      story: storyOf(here, central),
    },
  };
}

async function asked(desk: Desk, op: Id): Promise<OpAtCentral | null | string> {
  if (desk.replica.state().enrolment !== 'complete') return 'no_central';
  try {
    return await opAtCentral(centralOf(desk.reads), op);
  } catch (error) {
    if (error instanceof LinkError) return failureOf(error).code;
    throw error;
  }
}

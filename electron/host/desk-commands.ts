import { personById } from '#db/domains/organizations/people.ts';
import { unreachable } from '#db/kernel/must.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import { contract } from '#electron/contract/contract.ts';
import type { Desk } from './desk.node.ts';
import { answered, refused } from './envelopes.ts';
import type { DeskCommandName } from './handlers.ts';

interface On {
  readonly desk: Desk;
  readonly mayUnplug: boolean;
}

/** Commands that change this device and no rows. `input` was parsed by the entry of `name`. */
export async function runDeskCommand(
  name: DeskCommandName,
  input: unknown,
  on: On,
): Promise<Envelope> {
  switch (name) {
    case 'sync.now':
      return await syncNow(on);
    case 'sync.dismiss': {
      const { op_id } = contract[name].input.parse(input);
      const found = on.desk.choices.fileRejected(op_id, 'dismissed');
      return found ? answered({}) : refused('not_found', { op_id });
    }
    case 'sync.setPlugged': {
      if (!on.mayUnplug) return refused('not_allowed', { needs: 'development' });
      if (on.desk.replica.state().enrolment !== 'complete') return refused('no_central');
      const { plugged } = contract[name].input.parse(input);
      await on.desk.engine.setPlugged(plugged);
      return answered({});
    }
    case 'sync.watch':
      on.desk.engine.setInterest(contract[name].input.parse(input).interest);
      return answered({});
    case 'organizations.actAs': {
      const { user_id } = contract[name].input.parse(input);
      const person = personById(on.desk.reads, user_id);
      if (person === undefined) return refused('not_found', { user_id });
      on.desk.choices.setActingUser(user_id);
      return answered({ person });
    }
    default:
      return unreachable(name);
  }
}

async function syncNow({ desk }: On): Promise<Envelope> {
  const done = await desk.engine.syncOnce();
  if (!done.ok) return refused(done.error.code);
  return answered(done.value);
}

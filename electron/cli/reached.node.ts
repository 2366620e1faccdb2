import { ReplicaError } from '#db/sqlite/failures.node.ts';
import { asLinkError } from '#sync/central/failures.node.ts';
import { LinkError } from '#sync/core/protocol.ts';
import { CliRefusal } from './terms.node.ts';

/** A central that cannot be reached is an expected failure, whoever notices it. */
export async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ReplicaError) throw error;
    const typed = asLinkError(error);
    if (!(typed instanceof LinkError)) throw error;
    const reason = typed.failure === 'broken' ? { sqlstate: typed.code } : { code: typed.code };
    throw new CliRefusal('central_unreachable', reason);
  }
}

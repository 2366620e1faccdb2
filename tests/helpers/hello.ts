import type { Id } from '#db/kernel/id.ts';
import { PROTOCOL_VERSION } from '#sync/core/protocol.ts';
import type { Hello } from '#sync/core/protocol.ts';

/** The first greeting of a file that has sent nothing and fetched nothing, with `more` of it changed. */
export function helloOf(
  { incarnation }: { readonly incarnation: Id },
  more: Partial<Hello> = {},
): Hello {
  return {
    incarnation,
    last_op_no: 0,
    acked_op_no: 0,
    confirmed: null,
    cursor: null,
    witness: null,
    epoch: null,
    place: 'test',
    renews: false,
    schema_version: 1,
    protocol_version: PROTOCOL_VERSION,
    ...more,
  };
}

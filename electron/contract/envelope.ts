import type { JsonObject } from '#db/kernel/json.ts';
import type { ErrorCode } from './errors.ts';

/** Every answer that crosses a process boundary. The message is English for logs; screens translate the code. */
export type Envelope<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly retry: boolean;
        readonly details: JsonObject;
      };
    };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Never a value somebody typed, never a secret: names, codes, counts and ids only. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where events go. `event` is a fixed name like `sync.lost`; what varies is in `fields`. */
export interface Log {
  write(level: LogLevel, event: string, fields?: LogFields): void;
}

/** Lets a task run on its own: a failure is logged, never lost, never unhandled. */
export function drop(task: Promise<unknown>, log: Log, event: string): void {
  task.catch((error: unknown) => {
    log.write('warn', event, { error: error instanceof Error ? error.name : 'unknown' });
  });
}

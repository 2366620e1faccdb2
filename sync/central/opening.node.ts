import pg from 'pg';

/** The rows of a statement, whatever they are. */
export type Answer = readonly unknown[];

/**
 * Sends the first statement of a transaction together with what begins it: one way to central and
 * back instead of two. `values` must not be empty. After an error the transaction is open, or was
 * never begun: `rollback` is right in both cases.
 */
export function openWith(
  client: pg.Client,
  begin: string,
  text: string,
  values: readonly unknown[],
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query({ text, values: [...values] }, (error, answer) => {
      if (error instanceof Error) return reject(error);
      // One result for each of the two.
      const last: unknown = Array.isArray(answer) ? answer.at(-1) : answer;
      resolve(last instanceof pg.Result ? last.rows : []);
    });
    const submit = query.submit.bind(query);
    query.submit = (connection) => {
      connection.stream.cork();
      try {
        // No sync behind it: the server answers when the statement is done, too.
        connection.parse({ name: '', text: begin, types: [] }, true);
        connection.bind({}, true);
        connection.execute({}, true);
        submit(connection);
      } finally {
        connection.stream.uncork();
      }
    };
    client.query(query);
  });
}

import { indent, literal } from './postgres-names.ts';

/** What a function does for one name. */
export interface NamedCase {
  readonly name: string;
  readonly statements: string;
}

const FEW = 3;

/**
 * PL/pgSQL that finds the case of the name in `variable` by halves. A CASE of a hundred tables tries
 * them in order, and sets up every comparison anew in each transaction.
 */
export function chooseByName(
  variable: string,
  cases: readonly NamedCase[],
  otherwise: string,
): string {
  return choose(
    variable,
    cases.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    otherwise,
  );
}

function choose(variable: string, cases: readonly NamedCase[], otherwise: string): string {
  const middle = cases[Math.floor(cases.length / 2)];
  if (cases.length <= FEW || middle === undefined) {
    const whens = cases.map(
      ({ name, statements }) => `when ${literal(name)} then\n${indent(statements, 1)}`,
    );
    return whens.length === 0
      ? otherwise
      : `case ${variable}
${indent(whens.join('\n'), 1)}
  else ${otherwise}
end case;`;
  }
  const at = cases.indexOf(middle);
  return `if ${variable} < ${literal(middle.name)} collate "C" then
${indent(choose(variable, cases.slice(0, at), otherwise), 1)}
else
${indent(choose(variable, cases.slice(at), otherwise), 1)}
end if;`;
}

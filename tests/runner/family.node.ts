import { readFileSync, readdirSync } from 'node:fs';

/**
 * Every living process that descends from `pid`, as far as the system tells: Linux does. A process
 * whose parent has ended is nobody's child any more, so ask before ending the parents.
 */
export function descendantsOf(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const [child, parent] of livingProcesses())
    children.set(parent, [...(children.get(parent) ?? []), child]);
  const found: number[] = [];
  const next = [pid];
  for (let one = next.shift(); one !== undefined; one = next.shift()) {
    const own = children.get(one) ?? [];
    found.push(...own);
    next.push(...own);
  }
  return found;
}

function livingProcesses(): readonly (readonly [pid: number, parent: number])[] {
  let names: string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      // `pid (command) state parent …`, and a command may hold anything.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? [] : [[Number(name), Number(parent)] as const];
    } catch {
      return [];
    }
  });
}

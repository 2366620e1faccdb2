/** True when every word of `wanted` begins a word of `text` or lies in it; case and accents aside. */
export function finds(text: string, wanted: string): boolean {
  const plain = fold(text);
  return fold(wanted)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

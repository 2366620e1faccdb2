/**
 * A number nobody has: in Portugal none begins with 0, and in North America 555-0100 to 555-0199 are
 * kept for invented people. `place` is up to 99.
 */
export function inventedPhone(country: 'pt' | 'us', place: number): string {
  const end = String(place).padStart(2, '0');
  return country === 'pt' ? `+351 000 000 1${end}` : `+1 305 555 01${end}`;
}

/** The same as it is dialled. */
export function dialled(phone: string): string {
  return phone.replaceAll(' ', '');
}

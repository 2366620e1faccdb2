import type { Random } from './random.ts';

/** Invented people of many places; accents, right-to-left and other scripts on purpose. */
export const GIVEN_NAMES = [
  'Ana',
  'João',
  'Beatriz',
  'Luís',
  'Conceição',
  'Zoë',
  'Siobhán',
  'Jürgen',
  'Łukasz',
  'Małgorzata',
  'Renée',
  'Björk',
  'Nguyễn',
  'Ximena',
  'Chidi',
  'Priya',
  'Олена',
  'Δήμητρα',
  'נועה',
  'محمد',
  '山田',
  '지우',
] as const;

export const FAMILY_NAMES = [
  'Souza',
  'Magalhães',
  'Nóbrega',
  "O'Malley",
  'Schäfer',
  'Żółć',
  'Wójcik',
  'Lefèvre',
  'Einarsdóttir',
  'Hạnh',
  'Ordóñez',
  'Okafor',
  'Raghunathan',
  'Шевченко',
  'Παπαδοπούλου',
  'לוי',
  'الفاسي',
  '太郎',
  '김',
  'de la Cruz y Núñez',
] as const;

export const PURPOSES = [
  'Team meeting',
  'Ensaio',
  'Interview',
  'Aula de violão',
  'Training',
  'Reunião',
  'School visit',
  'Maintenance',
  'Birthday 🎂',
  'Robot club 🤖',
  'Client visit',
  'Recital',
] as const;

/** Zones with both changes of clocks, with none, with a half hour, and on the other side. */
export const ZONES = [
  'Europe/Lisbon',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
] as const;

export const COMPANIES = [
  'Cia. Pé na Estrada',
  'Ponte & Filhos, Lda.',
  'Escola Vila Ipê',
  "O'Malley Carpentry",
  'Schäfer & Söhne',
  'Coletivo Flecha 🎭',
  'שירותי נמל',
  'شركة الميناء',
  '山田印刷',
  'Little Haiti High School',
] as const;

// As long as a name may be: 200 characters, accents among them.
const LONGEST = `${'Maria da Conceição Ferreira de Sousa e Melo '.repeat(5).slice(0, 195)} Nuno`;

/** A given and a family name; one in five hundred is 200 characters long. */
export function personName(random: Random): string {
  if (random.next() < 0.002) return LONGEST;
  return `${random.pick(GIVEN_NAMES)} ${random.pick(FAMILY_NAMES)}`;
}

/** An address in a domain that belongs to nobody (RFC 2606). */
export function emailAddress(random: Random): string {
  const letters = Array.from({ length: 6 }, () => random.pick('abcdefghijklmnoprstuvz'.split('')));
  return `${letters.join('')}${random.between(1, 999)}@${random.pick(['example.org', 'example.com'])}`;
}

/** A number in the range that North America keeps for invented people: 555-0100 to 555-0199. */
export function phoneNumber(random: Random): string {
  return `+1 ${random.pick([202, 305, 786])} 555 01${String(random.between(0, 99)).padStart(2, '0')}`;
}

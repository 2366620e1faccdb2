import type { Random } from './random.ts';

/** What people write to a desk about, in the words they use; several languages and scripts. */
const THINGS = [
  'printer',
  'projector',
  'door lock',
  'invoice',
  'booking confirmation',
  'Wi-Fi',
  'Ar-condicionado',
  'chave do quarto',
  'reserva',
  'câmara',
  'fatura',
  'aparelho de som',
  'laser cutter',
  'airport pick-up',
  'lost umbrella',
  'חשבונית',
  'مفتاح الغرفة',
  '鍵',
] as const;

const TROUBLES = [
  'does not start',
  'is missing',
  'wrong amount',
  'não funciona',
  'está atrasado',
  'makes a strange noise',
  'shows error 0x80070057',
  'precisa de ser trocado',
  'was promised for today',
  'twice on the same day',
  'לא עובד',
  'لا يعمل',
  '動かない',
] as const;

const PLACES = [
  'room 101',
  'Sala 3',
  'reception',
  'garagem',
  '1º andar',
  'workshop floor',
] as const;

const SENTENCES = [
  'It happened this morning and again after lunch.',
  'Já tentámos desligar e voltar a ligar.',
  'The guest is waiting at the front desk.',
  'Nobody has touched it since Friday.',
  'Segue fotografia em anexo.',
  'Please call before you come, the bell is broken.',
  'We have an event at 18:00 and need it before.',
  'O número de série está na etiqueta de trás.',
  'Same problem as last month.',
  'Thank you, that helped 🙏',
  'Fizemos a troca e ficou a funcionar.',
  'Waiting for the spare part, two days at most.',
  'קבלנו את ההודעה, תודה.',
  'شكراً لكم.',
  '対応ありがとうございます。',
] as const;

/** A line people would put above what they write. */
export function subjectLine(random: Random): string {
  const line = `${random.pick(THINGS)} ${random.pick(TROUBLES)}`;
  return random.next() < 0.4 ? `${line}, ${random.pick(PLACES)}` : line;
}

/** One to `most` sentences. */
export function paragraph(random: Random, most: number): string {
  return Array.from({ length: random.between(1, most) }, () => random.pick(SENTENCES)).join(' ');
}

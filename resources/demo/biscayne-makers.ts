import type { DemoOrganization, DemoResource } from './organization.ts';

const hours = { by: 'hours', from: 8, to: 22 } as const;

function machine(name: string, category: string, description: string): DemoResource {
  return {
    name,
    kind: 'equipment',
    place: 'Workshop floor',
    category,
    capacity: 1,
    description,
    use: hours,
    purposes: ['Prototype', 'Enclosure', 'Spare part', 'Class project'],
  };
}

/** A makerspace in Miami: machines, benches, mentors, classes. */
export const biscayneMakers: DemoOrganization = {
  slug: 'biscayne-makers',
  name: 'Biscayne Makers',
  timezone: 'America/New_York',
  language: 'en',
  people: [
    { email: 'marisol@biscayne.example', name: 'Marisol Peña', role: 'admin' },
    { email: 'andre@biscayne.example', name: 'André Baptiste', role: 'supervisor' },
    { email: 'keisha@biscayne.example', name: 'Keisha Thompson', role: 'agent' },
    { email: 'raul@biscayne.example', name: 'Raúl Íñiguez', role: 'agent' },
  ],
  resources: [
    machine('Laser cutter 1', 'Laser cutter', '900 × 600 mm, 80 W.'),
    machine('Laser cutter 2', 'Laser cutter', '600 × 400 mm, 60 W.'),
    machine('3D printer (resin)', '3D printer', ''),
    machine('3D printer (filament)', '3D printer', ''),
    machine('CNC router', 'CNC', 'Safety course needed.'),
    ...['Bench A', 'Bench B'].map((name) => ({
      name,
      kind: 'space' as const,
      place: 'Workshop floor',
      category: 'Bench',
      capacity: 4,
      description: '',
      use: hours,
      purposes: ['Soldering', 'Repair evening', 'Robot club'],
    })),
    {
      name: 'Classroom',
      kind: 'space',
      place: 'Upstairs',
      category: 'Classroom',
      capacity: 24,
      description: '',
      use: hours,
      purposes: ['School visit', 'Orientation', 'Meetup'],
    },
    {
      name: 'Mentor: Eloísa Vega',
      kind: 'person',
      place: 'Upstairs',
      category: 'Mentor',
      capacity: 1,
      description: 'Electronics.',
      use: { by: 'hours', from: 10, to: 18 },
      purposes: ['Design review', 'First steps'],
    },
    {
      name: 'Mentor: Chidi Okafor',
      kind: 'person',
      place: 'Upstairs',
      category: 'Mentor',
      capacity: 1,
      description: 'Wood and metal.',
      use: { by: 'hours', from: 10, to: 18 },
      purposes: ['Design review', 'Tool training'],
    },
    {
      name: 'Intro to laser cutting',
      kind: 'workshop',
      place: 'Workshop floor',
      category: 'Class',
      capacity: 6,
      description: 'Required before the first cut.',
      use: { by: 'hours', from: 10, to: 20 },
      purposes: ['Evening class', 'Weekend class'],
    },
  ],
  closures: [
    { resource: 'CNC router', day: 1, from: 8, to: 13, reason: 'Spindle is being replaced' },
    { resource: 'Laser cutter 2', day: 0, from: 18, to: 20, reason: 'Mirror alignment' },
    { resource: 'Classroom', day: 3, from: 8, to: 22, reason: 'Private event' },
  ],
  guests: [
    'Ximena Ordóñez',
    'Robot Club',
    "Sean O'Malley",
    'Dương Thị Hạnh',
    'Jean-Luc Désir',
    'María José Núñez',
    'Taro Yamada 山田',
    'Little Haiti High School',
    'Renée Saint-Fleur',
    'Ada Nwosu',
    'Björk Einarsdóttir',
    'Priya Raghunathan 🛠️',
  ],
};

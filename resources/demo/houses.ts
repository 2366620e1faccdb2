import type { House } from './house.ts';

/** How each organization of the demo is set up, by its short name. */
export const HOUSES: Readonly<Record<string, House>> = {
  'casa-do-rio': {
    departments: [
      { code: 'CASA', name: 'Casa do Rio' },
      { code: 'RECECAO', name: 'Receção' },
      { code: 'MANUT', name: 'Manutenção' },
    ],
    groups: [
      { code: 'balcao', name: 'Balcão', department: 'RECECAO' },
      { code: 'manutencao', name: 'Manutenção', department: 'MANUT' },
    ],
    holidays: [
      ['01-01', 'Ano Novo'],
      ['04-25', 'Dia da Liberdade'],
      ['06-10', 'Dia de Portugal'],
      ['06-13', 'Santo António'],
      ['12-25', 'Natal'],
    ],
    hours: { opens: '08:00', closes: '20:00', saturday: true },
    categories: [
      {
        code: 'quartos',
        name: 'Quartos',
        within: [
          { code: 'climatizacao', name: 'Climatização' },
          { code: 'fechaduras', name: 'Fechaduras' },
        ],
      },
      {
        code: 'salas',
        name: 'Salas de reunião',
        within: [{ code: 'audiovisual', name: 'Audiovisual' }],
      },
      {
        code: 'viaturas',
        name: 'Viaturas',
        within: [{ code: 'seguros', name: 'Seguros' }],
      },
    ],
    priorities: ['Urgente', 'Alta', 'Normal', 'Baixa'],
    calendar: 'Horário da receção',
    policy: 'Compromisso da casa',
    programs: [
      {
        code: 'CARRO_HOSPEDE',
        name: 'Carro para hóspedes',
        producers: [
          { code: 'TEJO_MOBIL', name: 'Tejo Mobilidade' },
          { code: 'ALFAMA_RENT', name: 'Alfama Rent' },
        ],
      },
      {
        code: 'PASSEIOS',
        name: 'Passeios com condutor',
        producers: [{ code: 'BELEM_TOURS', name: 'Belém Tours' }],
      },
    ],
  },
  'centro-ipe': {
    departments: [
      { code: 'CENTRO', name: 'Centro Cultural Ipê' },
      { code: 'ATEND', name: 'Atendimento' },
      { code: 'TECNICA', name: 'Técnica' },
    ],
    groups: [
      { code: 'atendimento', name: 'Atendimento', department: 'ATEND' },
      { code: 'tecnica', name: 'Equipe técnica', department: 'TECNICA' },
    ],
    holidays: [
      ['01-01', 'Confraternização Universal'],
      ['04-21', 'Tiradentes'],
      ['09-07', 'Independência do Brasil'],
      ['11-15', 'Proclamação da República'],
      ['11-20', 'Consciência Negra'],
      ['12-25', 'Natal'],
    ],
    hours: { opens: '09:00', closes: '21:00', saturday: true },
    categories: [
      {
        code: 'salas',
        name: 'Salas',
        within: [
          { code: 'som', name: 'Som' },
          { code: 'luz', name: 'Luz' },
        ],
      },
      {
        code: 'instrumentos',
        name: 'Instrumentos',
        within: [{ code: 'afinacao', name: 'Afinação' }],
      },
      {
        code: 'oficinas',
        name: 'Oficinas',
        within: [{ code: 'inscricoes', name: 'Inscrições' }],
      },
    ],
    priorities: ['Urgente', 'Alta', 'Normal', 'Baixa'],
    calendar: 'Horário do centro',
    policy: 'Atendimento',
    programs: [
      {
        code: 'VAN_ESCOLAR',
        name: 'Van das escolas',
        producers: [{ code: 'VILA_IPE', name: 'Associação Vila Ipê' }],
      },
    ],
  },
  'biscayne-makers': {
    departments: [
      { code: 'MAKERS', name: 'Biscayne Makers' },
      { code: 'DESK', name: 'Front desk' },
      { code: 'SHOP', name: 'Shop' },
    ],
    groups: [
      { code: 'desk', name: 'Front desk', department: 'DESK' },
      { code: 'shop', name: 'Shop crew', department: 'SHOP' },
    ],
    holidays: [
      ['01-01', "New Year's Day"],
      ['06-19', 'Juneteenth'],
      ['07-04', 'Independence Day'],
      ['11-11', 'Veterans Day'],
      ['12-25', 'Christmas Day'],
    ],
    hours: { opens: '08:00', closes: '22:00', saturday: true },
    categories: [
      {
        code: 'machines',
        name: 'Machines',
        within: [
          { code: 'laser', name: 'Laser cutters' },
          { code: 'printers', name: '3D printers' },
        ],
      },
      {
        code: 'membership',
        name: 'Membership',
        within: [{ code: 'billing', name: 'Billing' }],
      },
      { code: 'classes', name: 'Classes', within: [{ code: 'safety', name: 'Safety' }] },
    ],
    priorities: ['Urgent', 'High', 'Normal', 'Low'],
    calendar: 'Shop hours',
    policy: 'Our promise',
    programs: [
      {
        code: 'TRUCK_SHARE',
        name: 'Truck share',
        producers: [{ code: 'BAY_TRUCKS', name: 'Bay Trucks' }],
      },
    ],
  },
};

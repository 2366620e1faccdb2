import { audit_logs, security_events } from '#db/domains/compliance/audit-tables.ts';
import { consent_records, gdpr_requests } from '#db/domains/compliance/privacy-tables.ts';
import {
  data_classifications,
  erasure_index,
  legal_holds,
} from '#db/domains/compliance/protection-tables.ts';
import { CHAIN_START, chainHashes } from '#db/domains/compliance/rules/audit-chain.ts';
import type { NewRow } from '#db/schema/table.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';
import { dialled, inventedPhone } from './invented.ts';

/** A consent, two privacy requests, what is kept and why, and an audit chain that holds. */
export function complianceRows(scene: Scene): readonly DemoRows[] {
  const { id, admin, ago, sha256 } = scene;
  return [
    rowsOf(consent_records, [
      {
        id: id('consent', 'whatsapp'),
        law: 'gdpr',
        purpose: 'stay_messages',
        channel: 'whatsapp',
        subject_name: 'Małgorzata Wójcik',
        subject_contact: dialled(inventedPhone('pt', 21)),
        whatsapp_contact_id: id('whatsapp contact', 'guest'),
        given_at: ago(30),
        obtained_by: 'whatsapp',
        text_version: '2026-1',
        consent_text: 'Aceito receber mensagens sobre a minha estadia.',
      },
      {
        id: id('consent', 'retiro'),
        law: 'gdpr',
        purpose: 'marketing',
        channel: 'email',
        subject_name: 'Carolina Ferraz',
        subject_contact: 'carolina@ponte.example',
        lead_id: id('lead', 'retiro'),
        given_at: ago(24 * 6),
        status: 'withdrawn',
        withdrawn_at: ago(20),
        withdrawal_reason: 'Prefere telefone.',
        obtained_by: 'form',
      },
    ]),
    rowsOf(gdpr_requests, [
      {
        id: id('privacy request', 'acesso'),
        number: 'P-1',
        law: 'gdpr',
        kind: 'access',
        received_at: ago(24 * 4),
        due_on: scene.day(26),
        received_by: 'email',
        subject_name: 'Ñuria Ibáñez',
        subject_email: 'nuria@hospedes.example',
        assigned_to: admin,
        status: 'in_progress',
        identity_method: 'Resposta do endereço da reserva',
        identity_verified_at: ago(24 * 3),
        identity_verified_by: admin,
        answer_file_id: id('file', 'resposta'),
      },
      {
        id: id('privacy request', 'apagar'),
        number: 'P-0',
        law: 'gdpr',
        kind: 'erasure',
        received_at: ago(24 * 50),
        due_on: scene.day(-20),
        received_by: 'letter',
        // Erased with all the rest.
        subject_name: '—',
        assigned_to: admin,
        status: 'done',
        decided_at: ago(24 * 45),
        decided_by: admin,
        completed_at: ago(24 * 44),
      },
    ]),
    rowsOf(legal_holds, [
      {
        id: id('hold', 'seguro'),
        name: 'Vidro partido na Sala Belém',
        matter: 'SEG-2026-7',
        reason: 'O seguro pediu as reservas desse dia.',
        table_name: 'bookings',
        row_id: id('booking', 'formacao'),
        placed_at: ago(24 * 15),
        placed_by: admin,
        review_on: scene.day(75),
      },
    ]),
    rowsOf(data_classifications, [
      {
        id: id('classification rule', 'notes'),
        table_name: 'bookings',
        column_name: 'notes',
        classification: 'personal',
        mask_rule: 'full',
        legal_basis: 'contract',
        purpose: 'O que o hóspede pediu para a estadia.',
        reviewed_at: ago(24 * 60),
        reviewed_by: admin,
      },
    ]),
    rowsOf(erasure_index, [
      {
        id: id('erased', '0'),
        subject_hash: sha256('demo/erased person'),
        key_version: 1,
        law: 'gdpr',
        request_id: id('privacy request', 'apagar'),
        erased_at: ago(24 * 44),
        row_counts: JSON.stringify({ bookings: 3, external_requests: 1 }),
        certificate_hash: sha256('demo/certificate'),
      },
    ]),
    auditRows(scene),
    rowsOf(security_events, [
      {
        id: id('security event', 'sign-in'),
        kind: 'failed_sign_in',
        severity: 'low',
        detected_by: 'sign_in',
        description: 'Três palavras-passe erradas, depois a certa.',
        subject_user_id: scene.agents[1],
        device_id: id('device', 'balcao'),
        occurred_at: ago(24 * 41),
        event_count: 3,
        response: 'warned',
        audit_log_id: id('audit', '3'),
      },
    ]),
  ];
}

// One chain, central's own.
function auditRows({
  id,
  organization_id,
  admin,
  supervisor,
  agents,
  ago,
  sha256,
}: Scene): DemoRows {
  const entries: readonly Pick<
    NewRow<typeof audit_logs>,
    'category' | 'action' | 'actor_id' | 'entity_type' | 'entity_id' | 'command' | 'reason'
  >[] = [
    {
      category: 'data',
      action: 'CREATE',
      actor_id: admin,
      entity_type: 'organizations',
      entity_id: organization_id,
    },
    { category: 'auth', action: 'LOGIN', actor_id: agents[1] },
    { category: 'auth', action: 'LOGIN', actor_id: agents[1] },
    {
      category: 'approval',
      action: 'APPROVE',
      actor_id: supervisor,
      entity_type: 'approvals',
      entity_id: id('approval', 'direcao'),
      command: 'approvals.decide',
    },
    {
      category: 'access',
      action: 'REVEAL',
      actor_id: admin,
      entity_type: 'drivers',
      entity_id: id('driver', 'ada'),
      reason: 'Carta de condução para a entrega das chaves.',
    },
    {
      category: 'data',
      action: 'UPDATE',
      actor_id: agents[1],
      entity_type: 'tickets',
      entity_id: id('ticket', 'fechadura'),
      command: 'tickets.comment',
    },
  ];
  let previous = CHAIN_START;
  return rowsOf(
    audit_logs,
    entries.map((entry, at) => {
      const row = {
        entity_type: '',
        entity_id: null,
        command: '',
        reason: '',
        op_id: null,
        outcome: 'success' as const,
        outcome_code: '',
        before_values: null,
        after_values: null,
        session_id: null,
        ip_address: '',
        user_agent: '',
        ...entry,
        occurred_at: ago(24 * (entries.length - at)),
        chain_id: organization_id,
        incarnation: id('chain'),
        sequence: at + 1,
      };
      const hashes = chainHashes(row, previous, sha256);
      previous = hashes.hash;
      return { ...row, ...hashes, id: id('audit', String(at + 1)) };
    }),
  );
}

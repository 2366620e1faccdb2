import {
  kb_article_attachments,
  kb_article_feedback,
} from '#db/domains/knowledge/reader-tables.ts';
import {
  kb_article_tags,
  kb_article_versions,
  kb_articles,
  kb_categories,
  kb_tags,
} from '#db/domains/knowledge/tables.ts';
import {
  announcements,
  satisfaction_surveys,
  survey_responses,
  surveys,
} from '#db/domains/surveys/tables.ts';
import { rowsOf } from '../scene.ts';
import type { DemoRows, Scene } from '../scene.ts';

const BODY = `## Quando o cartão não abre

1. Confirme o número do quarto.
2. Regrave o cartão no balcão.
3. Troque a pilha do leitor (gaveta 2).
4. Se piscar a vermelho, use a chave mecânica e abra um ticket para a manutenção.
`;

/** An article in its second version and one being written; how people liked it. */
export function knowledgeRows(scene: Scene): readonly DemoRows[] {
  const { id, supervisor, agents, ago } = scene;
  const article_id = id('article', 'fechaduras');
  const version = (number: number) => id('article version', String(number));
  const shared = { article_id, title: 'O cartão não abre a porta', author_id: agents[1] };
  return [
    rowsOf(kb_categories, [
      { id: id('kb category', 'casa'), name: 'A casa', slug: 'a-casa' },
      {
        id: id('kb category', 'quartos'),
        parent_id: id('kb category', 'casa'),
        name: 'Quartos',
        slug: 'quartos',
        visibility: 'public',
        position: 1,
      },
    ]),
    rowsOf(kb_articles, [
      {
        id: article_id,
        category_id: id('kb category', 'quartos'),
        slug: 'cartao-nao-abre',
        title: shared.title,
        summary: 'Do cartão à pilha do leitor, por esta ordem.',
        body: BODY,
        state: 'published',
        published_version_id: version(2),
        published_at: ago(24 * 12),
        published_by: supervisor,
        visibility: 'public',
        locale: 'pt-PT',
        author_id: agents[1],
        owner_id: supervisor,
        keywords: 'fechadura chave porta cartão',
        review_due: scene.day(160),
        ticket_id: id('ticket', 'fechadura'),
        view_count: 48,
        helpful_count: 9,
        not_helpful_count: 1,
        used_count: 4,
      },
      {
        id: id('article', 'ar'),
        category_id: id('kb category', 'quartos'),
        slug: 'ar-condicionado',
        title: 'Ar condicionado: comandos e ruídos',
        body: 'Por escrever: o que é normal e o que não é.',
        locale: 'pt-PT',
        author_id: agents[1],
        position: 1,
      },
    ]),
    rowsOf(kb_article_versions, [
      {
        ...shared,
        id: version(1),
        version_number: 1,
        body: 'Regrave o cartão no balcão.',
        written_at: ago(24 * 60),
        state: 'superseded',
        published_at: ago(24 * 59),
      },
      {
        ...shared,
        id: version(2),
        version_number: 2,
        summary: 'Do cartão à pilha do leitor, por esta ordem.',
        body: BODY,
        change_note: 'Com a pilha do leitor e a chave mecânica.',
        written_at: ago(24 * 13),
        state: 'published',
        submitted_at: ago(24 * 13),
        reviewed_at: ago(24 * 12),
        reviewed_by: supervisor,
        published_at: ago(24 * 12),
      },
    ]),
    rowsOf(kb_tags, [
      {
        id: id('kb tag', 'fechaduras'),
        name: 'fechaduras',
        slug: 'fechaduras',
        synonyms: JSON.stringify(['portas', 'chaves']),
      },
    ]),
    rowsOf(kb_article_tags, [
      {
        id: id('article tag', 'fechaduras'),
        article_id,
        tag_id: id('kb tag', 'fechaduras'),
        tagged_at: ago(24 * 12),
        tagged_by: supervisor,
      },
    ]),
    rowsOf(kb_article_feedback, [
      {
        id: id('article feedback', 'duarte'),
        article_id,
        version_id: version(2),
        user_id: agents[1],
        ticket_id: id('ticket', 'fechadura'),
        is_helpful: 1,
        rating: 4,
        comment: 'Falta dizer onde está a chave mecânica.',
        given_at: ago(2),
      },
    ]),
    rowsOf(kb_article_attachments, [
      {
        id: id('article attachment', 'comando'),
        article_id: id('article', 'ar'),
        file_id: id('file', 'comando'),
        file_name: 'comando-ar.png',
        file_type: 'image/png',
        file_size: 66_120,
        alt_text: 'Comando do ar condicionado, com o botão de modo assinalado.',
        is_inline: 1,
        uploaded_at: ago(30),
        uploaded_by: agents[1],
      },
    ]),
    ...opinionRows(scene),
  ];
}

function opinionRows({ id, supervisor, agents, ago }: Scene): readonly DemoRows[] {
  return [
    rowsOf(surveys, [
      {
        id: id('survey', 'estadia'),
        title: 'A sua estadia',
        kind: 'nps',
        questions: JSON.stringify([
          { code: 'nps', kind: 'score', text: 'Recomendaria a Casa do Rio?' },
          { code: 'best', kind: 'text', text: 'O que gostou mais?' },
        ]),
        locale: 'pt-PT',
        status: 'active',
        opens_at: ago(24 * 60),
        trigger_event: 'booking_completed',
        channel: 'email',
        thanks: 'Obrigado, até breve!',
        owner_id: supervisor,
      },
    ]),
    rowsOf(survey_responses, [
      {
        id: id('survey response', '1'),
        survey_id: id('survey', 'estadia'),
        respondent_name: 'Zoë Österberg',
        answers: JSON.stringify({ nps: 9, best: 'Frukosten vid floden.' }),
        score: 9,
        channel: 'email',
        locale: 'sv',
        started_at: ago(26),
        submitted_at: ago(25.9),
        booking_id: id('booking', 'entrevistas'),
      },
    ]),
    rowsOf(satisfaction_surveys, [
      {
        id: id('satisfaction', 'ruido'),
        ticket_id: id('ticket', 'ruido'),
        agent_id: supervisor,
        respondent_name: 'Zoë Österberg',
        state: 'answered',
        sent_at: ago(59),
        answered_at: ago(40),
        overall_rating: 4,
        speed_rating: 5,
        friendliness_rating: 5,
        nps_score: 8,
        comment: 'Snabbt svar, tack.',
      },
    ]),
    rowsOf(announcements, [
      {
        id: id('announcement', 'elevador'),
        title: 'Elevador parado na quinta de manhã',
        body: 'Das 9 às 12. Hóspedes com malas: avisem a receção, ajudamos.',
        level: 'warning',
        status: 'published',
        published_at: ago(10),
        expires_at: ago(-72),
        department_id: id('department', 'RECECAO'),
        is_pinned: 1,
        author_id: agents[0],
      },
    ]),
  ];
}

import {
  boolean,
  decimal,
  formerRef,
  instant,
  integer,
  json,
  oneOf,
  ref,
  text,
} from '#db/schema/column.ts';
import { table } from '#db/schema/table.ts';

/** One trained version of a local model, with its figures; one per code is active. */
export const ai_models = table(
  'ai_models',
  {
    code: text().max(60).privacy('none'),
    version_number: integer().privacy('none'),
    name: text(),
    task: oneOf('classify', 'suggest', 'extract', 'score', 'digest').privacy('none'),
    algorithm: oneOf('naive_bayes', 'nearest_neighbours', 'rules', 'template').privacy('none'),
    state: oneOf('candidate', 'approved', 'active', 'retired')
      .default('candidate')
      .merge('refuse')
      .together('approval')
      .privacy('none'),
    approved_at: instant().orNull().merge('refuse').together('approval').privacy('none'),
    approved_by: formerRef('users').orNull().merge('refuse').together('approval').privacy('none'),
    activated_at: instant().orNull().merge('refuse').together('approval').privacy('none'),
    /** The weights. */
    file_id: ref('files').orNull().privacy('none'),
    settings: json().default('{}').privacy('none'),
    /** Figures on rows it was not trained on: `{accuracy, macro_f1, calibration: [[score, share]], before}`. */
    metrics: json().default('{}').privacy('none'),
    /** Below it the model abstains; 0 to 1. */
    threshold: decimal(5, 4).default('0.7000').privacy('none'),
    training_rows: integer().default(0).privacy('none'),
    holdout_rows: integer().default(0).privacy('none'),
    trained_at: instant().orNull().privacy('none'),
    trained_by: formerRef('users').orNull().privacy('none'),
    replaced_model_id: formerRef('ai_models').orNull().privacy('none'),
    notes: text().max(2000).default('').merge('text'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'supervisor', update: 'manager', delete: 'admin' },
    unique: [
      ['code', 'version_number'],
      { columns: ['code'], while: { column: 'state', values: ['active'] } },
    ],
    indexes: [['state', 'task']],
    checks: [
      'version_number >= 1',
      'cast(threshold as numeric) between 0 and 1',
      'training_rows >= 0',
      'holdout_rows >= 0',
      `state = 'candidate' or approved_at is not null`,
    ],
  },
);

/** One example for training (S3), with its quality and whether somebody has confirmed it. */
export const ai_training_data = table(
  'ai_training_data',
  {
    model_code: text().max(60).privacy('none'),
    field: text().max(60).privacy('none'),
    input_text: text().max(20000).privacy('personal'),
    label: text().privacy('none'),
    source: oneOf('correction', 'acceptance', 'import', 'manual').privacy('none'),
    classification_id: formerRef('ai_classifications').orNull().privacy('none'),
    entity_id: formerRef('').orNull().privacy('none'),
    /** 0 to 100. */
    quality_score: decimal(5, 2).default('50.00').privacy('none'),
    quality_reasons: json().default('[]').privacy('none'),
    /** Train, check while training, or measure afterwards. */
    split: oneOf('train', 'validation', 'holdout').default('train').privacy('none'),
    locale: text().max(35).default('').privacy('none'),
    collected_at: instant().privacy('none'),
    validation_state: oneOf('pending', 'validated', 'rejected')
      .default('pending')
      .merge('refuse')
      .together('validation')
      .privacy('none'),
    validated_at: instant().orNull().merge('refuse').together('validation').privacy('none'),
    validated_by: formerRef('users')
      .orNull()
      .merge('refuse')
      .together('validation')
      .privacy('none'),
    validation_notes: text().max(1000).default('').merge('last').privacy('personal'),
    /** Names, numbers and addresses were taken out of the text. */
    pii_masked: boolean().default(0).privacy('none'),
    last_model_id: formerRef('ai_models').orNull().merge('last').privacy('none'),
  },
  {
    sync: 'both',
    retention: 'record',
    rights: { insert: 'agent', update: 'supervisor', delete: 'supervisor' },
    indexes: [
      ['model_code', 'validation_state', 'split'],
      ['validation_state', 'collected_at'],
      ['classification_id'],
      ['entity_id'],
    ],
    checks: [
      'cast(quality_score as numeric) between 0 and 100',
      `(validation_state = 'pending') = (validated_at is null)`,
    ],
  },
);

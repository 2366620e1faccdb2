/** How far an adoption is; `rows` of `of` where a phase takes several steps. */
export interface AdoptionProgress {
  readonly phase: 'read' | 'stage' | 'move' | 'check' | 'enrol';
  readonly table?: string;
  readonly rows?: number;
  readonly of?: number;
}

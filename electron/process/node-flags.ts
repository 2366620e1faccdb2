/**
 * How Node runs the data process. Young objects get 16 MB instead of 32 in each half: what passes
 * through while a long queue is sent or a desk is filled is soon garbage, and would stand in memory for
 * nothing. Fewer would make old ones of them before they are gone.
 */
export const DATA_PROCESS_FLAGS = ['--enable-source-maps', '--max-semi-space-size=16'];

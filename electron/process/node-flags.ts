/**
 * How Node runs the data process. Young objects get 8 MB instead of 32 in each half: what passes
 * through while a long queue is sent is soon garbage, and would stand in memory for nothing.
 */
export const DATA_PROCESS_FLAGS = ['--enable-source-maps', '--max-semi-space-size=8'];

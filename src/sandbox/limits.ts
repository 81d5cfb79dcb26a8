const KIB = 1024;
const MIB = 1024 * KIB;

/** How long a run may take unless a sandbox is told otherwise, in milliseconds from its start in a thread. */
export const RUN_MS = 1000;

/** How much longer a thread is left alone, in milliseconds: what ignores its deadline is then ended from outside. */
export const GRACE_MS = 100;

/** All that a run may use, the interpreter itself included, in bytes. */
export const MEMORY_BYTES = 64 * MIB;

/** The longest code, in bytes of UTF-8. */
export const CODE_BYTES = MIB;

/** The largest request that a handler may return, in bytes of JSON. */
export const OUTPUT_BYTES = 10 * MIB;

/** A run's log keeps at most this many lines. */
export const LOG_LINES = 1000;

/** A run's log keeps at most this many bytes of UTF-8. */
export const LOG_BYTES = 64 * KIB;

/** Longer messages and names of errors are cut to this many characters. */
export const MESSAGE_CHARS = 4 * KIB;

/** Longer stacks of errors are cut to this many characters. */
export const STACK_CHARS = 16 * KIB;

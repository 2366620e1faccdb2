/** Raised when an old device and a new central could misunderstand each other; part of the handshake. */
export const PROTOCOL_VERSION = 1;
/** The oldest one that central still speaks. */
export const OLDEST_PROTOCOL_VERSION = 1;

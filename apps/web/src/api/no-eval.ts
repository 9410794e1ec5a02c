/**
 * To be imported before anything that makes a schema: zod otherwise tries whether it may compile code from text, and the
 * station's content policy reports the attempt.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

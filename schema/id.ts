// The form of opaque ids: UUIDs in lower case.

const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text can be an opaque id at all. */
export const isId = (text: unknown): text is string => typeof text === 'string' && form.test(text)

// Every code besides those of decisions and commands: of requests that were not executed, and of fields that failed.

export interface RequestCode {
  /** Of the HTTP answer. */
  readonly status: number
  /** What to do; where the place knows more, the message says more. */
  readonly en: string
}

/** A request that was not executed; the closed list. */
// biome-ignore format: a table
export const requestCodes = {
  HOST: { status: 421, en: 'This server answers at localhost only. Open it by that name.' },
  OVERLOADED: { status: 503, en: 'Too much is asked at the moment. Ask again in a second.' },
  NOT_FOUND: { status: 404, en: 'There is nothing at this address. Operations are posted to /graphql.' },
  METHOD: { status: 405, en: 'Operations are posted: send POST.' },
  NOT_ACCEPTABLE: { status: 406, en: 'Answers are application/graphql-response+json or application/json.' },
  UNAUTHENTICATED: { status: 401, en: 'Send your own token: Authorization: Bearer … If you did, it is not valid here: get a new one from the issuer.' },
  UNAVAILABLE: { status: 503, en: 'The platform cannot decide at the moment, so nothing is given. Ask again in a few seconds.' },
  HEADER: { status: 400, en: 'A header cannot be read: the message names it and its form. All that are wrong are told at once.' },
  MEDIA_TYPE: { status: 415, en: 'Send the operation as Content-Type: application/json, in UTF-8.' },
  CONTENT_ENCODING: { status: 415, en: 'Send the body as it is, without Content-Encoding.' },
  TRANSFER_ENCODING: { status: 415, en: 'Send the body with its length, or in plain chunks.' },
  BODY_TOO_LARGE: { status: 413, en: 'The body is too large. Split it into several operations.' },
  BODY_SYNTAX: { status: 400, en: 'The body is not JSON. Send an object with "query" and, when needed, "variables".' },
  BODY_DUPLICATE_KEY: { status: 400, en: 'A key stands twice in one object of the body. Send it once.' },
  BODY_TOO_DEEP: { status: 400, en: 'The variables are nested too deeply. Send flatter ones.' },
  BODY_TOO_MANY_VALUES: { status: 400, en: 'The variables hold too many values. Split them over several operations.' },
  BATCH: { status: 400, en: 'Several operations in one request are not offered: send one.' },
  EXTENSIONS: { status: 400, en: '"extensions" must be an object.' },
  PERSISTED_QUERY_NOT_SUPPORTED: { status: 400, en: 'A hash is not enough: send the document in "query".' },
  QUERY: { status: 400, en: 'Send the document as text in "query".' },
  OPERATION_NAME: { status: 400, en: '"operationName" must be text.' },
  VARIABLES: { status: 400, en: '"variables" must be an object, not text or a list.' },
  DOCUMENT_TOO_LONG: { status: 400, en: 'The document is too long. Send values as variables.' },
  GRAPHQL_PARSE_FAILED: { status: 400, en: 'The document cannot be read, or is too long or nested too deeply to be read.' },
  TOO_MANY_OPERATIONS: { status: 400, en: 'The document holds too many operations. Send the one that is asked.' },
  OPERATION_NOT_OFFERED: { status: 400, en: 'Subscriptions are not offered. Ask with a query instead.' },
  TOO_MANY_SELECTIONS: { status: 400, en: 'The operation is too large once its fragments are spread. Split it into several operations.' },
  TOO_DEEP: { status: 400, en: 'The operation has too many fields inside one another. Split it into several operations.' },
  TOO_MANY_ALIASES: { status: 400, en: 'The operation has too many aliases. Split it into several operations.' },
  TOO_MANY_DIRECTIVES: { status: 400, en: 'The operation has too many directives. Split it into several operations.' },
  TOO_MANY_ROOT_FIELDS: { status: 400, en: 'The operation has too many root fields. Split it into several operations.' },
  TOO_MANY_VALUES: { status: 400, en: 'The answer could be too large. Ask for smaller pages, or for fewer inside one another.' },
  TOO_MANY_REPETITIONS: { status: 400, en: 'The same field stands too often with arguments. Split it into several operations.' },
  OPERATION_RESOLUTION_FAILURE: { status: 400, en: 'The document holds no operation of the name in operationName, or several and none is named: name one of them.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, en: 'The document does not fit the schema. See it at /schema.graphql.' },
  VALUE_MALFORMED: { status: 400, en: 'A value in the document does not have the form that its type demands; the message says which form.' },
  BAD_USER_INPUT: { status: 400, en: 'A variable does not have the form that its type demands; the message says which.' },
  OPERATION_NOT_PLANNED: { status: 400, en: 'The operation cannot be planned over the subgraphs. Ask for less at once, or for other fields.' },
  TIMED_OUT: { status: 504, en: 'The answer took too long and was dropped. Ask for less at once; read again what a mutation was to change.' },
  INTERNAL: { status: 500, en: 'Something failed here. If it stays so, report the request that the message names.' },
} as const satisfies Readonly<Record<string, RequestCode>>

export type RequestCodeName = keyof typeof requestCodes

/** A field of an operation that was executed, which is null for another reason than a refusal; the closed list. */
// biome-ignore format: a table
export const fieldCodes = {
  CALLER_KIND: 'This root field is for another kind of caller: system, person, steward or auditor.',
  OPERATOR_ONLY: "Only the operator's stewards see what is on file of any authority: ask for your own with myAuthority.",
  CASE_REFERENCE_MISSING: 'State in the header Case-Reference the case for which you look.',
  PERIOD_REVERSED: 'The period must begin before it ends: from is included, to is not.',
  SUBJECT_AMBIGUOUS: 'Name the person in one way: either by number or by id.',
  MUNICIPALITY_UNKNOWN: 'There is no municipality with this code, nor has there been one: use a four-digit code, such as 0751.',
  FILTER_EMPTY: 'A filter has a field or an operator without a value: leave it out instead.',
  FILTER_SIZE: 'The filter is too large: at most 50 conditions, 1,000 values in a list, 200 characters in a value.',
  PERIOD_TOO_LONG: 'At most 366 days are counted at once. Ask for each year by itself.',
  LIST_TOO_LARGE: 'So large a list takes too long to put in order at another time than now, or so many accesses to count. Filter it, order it otherwise, or ask about a shorter period.',
  PAGE_SIZE: 'A page holds 1 to 100: choose `first` so.',
  PAGE_CURSOR: 'The cursor is not of this list. Begin again without it.',
  ENTITY_UNKNOWN: 'A representation is of a type that is no entity of this subgraph. Ask the subgraph that has it.',
  BUSY: 'This took too long, or somebody else is changing it right now. Send it again; a command with the same commandId.',
  INTERNAL: 'The subgraph could not answer this. Nothing of the fault is told; the log of the process holds it.',
  SUBGRAPH_UNAVAILABLE: 'A subgraph did not answer this part of the operation. Ask again later.',
  INTROSPECTION_FAILED: 'This part of the schema could not be described. Read it at /schema.graphql.',
  COMMAND_STANDS: 'The command was carried out, though what it returns could not be given. Read it again with a query.',
} as const satisfies Readonly<Record<string, string>>

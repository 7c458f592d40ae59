// Texts that others read: not empty, not too long, nothing in them that cannot be shown or looks like a personal number.
import { type Problem, type ProblemCode, problem } from './problems.ts'

// What is stored in clear text holds nobody's number, and nothing that looks like one.
export const personalNumber = /[0-9]{6}[-./_ ]?[0-9]{4}/

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** A text of several lines. */
export const textProblems = (text: string, longest: number, path: string): readonly Problem[] => [
  ...found(text.trim() === '' || text.length > longest, 'TEXT_LENGTH', path),
  ...found(personalNumber.test(text), 'TEXT_NUMBER', path),
  ...found(/[^\P{Cc}\n\r\t]/u.test(text), 'TEXT_LINE', path),
]

const longestTitle = 200

/** A title, in one line. */
export const titleProblems = (title: string, path: string): readonly Problem[] => [
  ...textProblems(title, longestTitle, path),
  ...found(/[\n\r\t\p{Cf}\p{Zl}\p{Zp}]/u.test(title), 'TEXT_LINE', path),
]

const longestDocument = 64

/** Where a paper is kept. */
export const documentProblems = (document: string, path: string): readonly Problem[] => {
  const usable = document.trim() !== '' && document.length <= longestDocument && !/\p{Cc}/u.test(document)
  return found(!usable || personalNumber.test(document), 'DOCUMENT_REFERENCE', path)
}

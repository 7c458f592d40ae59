// Texts that others read: not empty, not too long, nothing in them that cannot be shown or looks like a personal number.
import { holdsPersonalNumber } from '../schema/personal-number.ts'
import { type Problem, type ProblemCode, problem } from './problems.ts'

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** A text of several lines. */
export const textProblems = (text: string, longest: number, path: string): readonly Problem[] => [
  ...found(text.trim() === '' || text.length > longest, 'TEXT_LENGTH', path),
  ...found(holdsPersonalNumber(text), 'TEXT_NUMBER', path),
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
  return found(!usable || holdsPersonalNumber(document), 'DOCUMENT_REFERENCE', path)
}

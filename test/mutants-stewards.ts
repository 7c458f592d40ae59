// Mutants of what stewards read of each other's work and of who acts for whom, for test/mutants-lists.test.ts.
import type { Acting } from '../access/acting.ts'
import type { MandateQuestion } from '../access/mandate-question.ts'
import { business } from '../sample/businesses.ts'
import type { Officer } from '../subgraphs/officer.ts'
import type { Order } from '../subgraphs/page.ts'
import type { Run } from './oracle.ts'
import { today } from './platform.ts'

/** What can be planted of stewards, of acting for another, of enquiries, and of lists that go by time. */
export interface PlantedStewards {
  steward?: (officer: Officer) => Officer
  acting?: (acting: Acting) => Acting
  question?: (question: MandateQuestion) => MandateQuestion
  order?: (order: Order) => Order
}

interface Mutant {
  readonly plant: PlantedStewards
  /** Who comes upon it, and by which root field where it is one of many. */
  readonly run: Pick<Run, 'mostly' | 'root'>
}

const stewards: Run['mostly'] = ({ activity }) => activity?.startsWith('ADM-') ?? false
const systems: Run['mostly'] = ({ caller }) => caller.kind === 'SYSTEM'
const persons: Run['mostly'] = ({ caller, represented }) => caller.kind === 'PERSON' && !represented
const representatives: Run['mostly'] = ({ caller, represented }) => caller.kind === 'PERSON' && !!represented

const municipality = business('kommune', today).cvr

/** By what each does. */
export const stewardMutants: Readonly<Record<string, Mutant>> = {
  'takes every steward for one of the operator': {
    plant: { steward: officer => ({ ...officer, isOperator: true }) },
    run: { mostly: stewards },
  },
  'reads the work of another authority': {
    plant: { steward: officer => ({ ...officer, authority: municipality }) },
    run: { mostly: stewards },
  },
  'shows a system what its authority is no party to': {
    plant: { acting: acting => (acting.by === 'SYSTEM' ? { ...acting, by: 'SUBJECT' } : acting) },
    run: { mostly: systems },
  },
  'takes whoever acts for another for that other': {
    plant: { acting: acting => (acting.by === 'REPRESENTATIVE' ? { ...acting, by: 'SUBJECT' } : acting) },
    run: { mostly: representatives },
  },
  'answers an enquiry whatever it is about': {
    plant: { question: question => ({ ...question, field: null }) },
    run: { mostly: systems, root: 'mandates' },
  },
  'lists powers of attorney newest first whatever is asked': {
    plant: { order: () => 'NEWEST_FIRST' },
    run: { mostly: persons, root: 'powersOfAttorney' },
  },
  "lists a person's consents newest first whatever is asked": {
    plant: { order: () => 'NEWEST_FIRST' },
    run: { mostly: persons, root: 'consents' },
  },
  "lists an authority's consents oldest first whatever is asked": {
    plant: { order: () => 'OLDEST_FIRST' },
    run: { mostly: systems, root: 'consents' },
  },
  'lists proposals oldest first whatever is asked': {
    plant: { order: () => 'OLDEST_FIRST' },
    run: { mostly: stewards, root: 'powerOfAttorneyProposals' },
  },
}

// The pages about powers of attorney by their addresses; `:id` stands for that of one.
import type { Handler } from '../request.ts'
import { powerPage } from './power.ts'
import { backToPower, commandPower } from './power-commands.ts'
import { beginPower, continuePower } from './power-make.ts'
import { powers, powersFile } from './powers.ts'

export const powerPages: Readonly<Record<'GET' | 'POST', Readonly<Record<string, Handler>>>> = {
  GET: {
    '/console/powers': powers,
    '/console/powers/list.csv': powersFile,
    '/console/powers/give': beginPower('give'),
    '/console/powers/request': beginPower('request'),
    '/console/powers/:id': powerPage,
    '/console/powers/:id/answer': backToPower,
    '/console/powers/:id/pass-on': beginPower('pass-on'),
  },
  POST: {
    '/console/powers/give': continuePower('give'),
    '/console/powers/request': continuePower('request'),
    '/console/powers/:id/pass-on': continuePower('pass-on'),
    '/console/powers/:id/answer': commandPower,
  },
}

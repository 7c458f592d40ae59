// The subject's own data, each with the register that it comes from, or why it is not shown.
import { type Content, html } from '../html.ts'
import { list, refusalAt } from '../parts.ts'
import type { Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { day } from '../texts.ts'

interface Named {
  readonly name: { readonly full: string | null } | null
}

interface Own {
  readonly subject:
    | {
        readonly __typename: 'Person'
        readonly name: { readonly full: string | null } | null
        readonly address: { readonly lines: readonly string[] | null } | null
        readonly nameAndAddressProtected: boolean | null
        readonly cpr: string | null
        readonly birthDate: string | null
        readonly status: string | null
        readonly citizenship: { readonly country: string | null } | null
        readonly civilStatus: { readonly status: string | null; readonly spouseName: string | null } | null
        readonly occupation: string | null
        readonly children: readonly Named[] | null
        readonly custodyOf: readonly Named[] | null
        readonly guardianship: { readonly guardianName: string | null } | null
        readonly businessRoles: { readonly nodes: readonly Role[] | null } | null
      }
    | {
        readonly __typename: 'Business'
        readonly businessName: string | null
        readonly cvr: string | null
        readonly businessStatus: string | null
        readonly businessAddress: BusinessAddress | null
      }
    | null
}

interface BusinessAddress {
  readonly street: string | null
  readonly houseNumber: string | null
  readonly postalCode: string | null
  readonly postalDistrict: string | null
}

interface Role {
  readonly function: string | null
  readonly business: { readonly name: string | null } | null
}

const ofPerson = `name { full } address { lines } nameAndAddressProtected cpr birthDate status citizenship { country }
  civilStatus { status spouseName } occupation children { name { full } } custodyOf { name { full } }
  guardianship { guardianName } businessRoles(first: 50) { nodes { function business { name } } }`
const ofBusiness = `businessName: name cvr businessStatus: status businessAddress: address { street houseNumber postalCode postalDistrict }`

const words = (...parts: readonly (string | null)[]): string => parts.filter(part => part !== null).join(' ')

const addressOf = (address: BusinessAddress | null): Content =>
  address &&
  list([words(address.street, address.houseNumber), words(address.postalCode, address.postalDistrict)])

export const myData: Handler = async ({ session, texts, ask }) => {
  const { data, errors } = await ask<Own>(`{ ${aboutSubject(session, ofPerson, ofBusiness)} }`)
  const subject = data?.subject
  const names = (people: readonly Named[] | null) =>
    list((people ?? []).map(({ name }) => name?.full ?? texts.unnamed))
  const rows: readonly (readonly [label: string, field: string, value: Content, source: string])[] =
    subject?.__typename === 'Person'
      ? [
          [texts.data.name, 'name', subject.name?.full, texts.cprRegister],
          [texts.data.cpr, 'cpr', subject.cpr, texts.cprRegister],
          [texts.data.birthDate, 'birthDate', day(session.language, subject.birthDate), texts.cprRegister],
          [texts.data.address, 'address', list(subject.address?.lines ?? []), texts.cprRegister],
          [
            texts.data.protected,
            'nameAndAddressProtected',
            subject.nameAndAddressProtected ? texts.isProtected : texts.isNotProtected,
            texts.cprRegister,
          ],
          [texts.data.citizenship, 'citizenship', subject.citizenship?.country, texts.cprRegister],
          [texts.data.occupation, 'occupation', subject.occupation, texts.cprRegister],
          [texts.data.children, 'children', names(subject.children), texts.cprRegister],
          [texts.data.custody, 'custodyOf', names(subject.custodyOf), texts.cprRegister],
          [texts.data.guardianship, 'guardianship', subject.guardianship?.guardianName, texts.cprRegister],
          [
            texts.data.roles,
            'businessRoles',
            list(
              (subject.businessRoles?.nodes ?? []).map(role => `${role.function}, ${role.business?.name}`),
            ),
            'CVR',
          ],
        ]
      : subject
        ? [
            [texts.data.name, 'businessName', subject.businessName, 'CVR'],
            ['CVR', 'cvr', subject.cvr, 'CVR'],
            [texts.data.status, 'businessStatus', subject.businessStatus, 'CVR'],
            [texts.data.address, 'businessAddress', addressOf(subject.businessAddress), 'CVR'],
          ]
        : []
  const value = (field: string, known: Content): Content => {
    const refusal = refusalAt(errors, session, 'subject', field)
    return refusal ? texts.notGiven(refusal) : known || texts.notRegistered
  }
  return {
    title: texts.ownData,
    body: html`<p class="font-lead">${texts.ownDataAbout}</p>
<div class="table--responsive-scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">${texts.information}</th><th scope="col">${texts.value}</th><th scope="col">${texts.source}</th></tr></thead>
<tbody>${rows.map(
      ([label, field, known, source]) =>
        html`<tr><th scope="row">${label}</th><td>${value(field, known)}</td><td>${source}</td></tr>`,
    )}</tbody></table></div>`,
  }
}

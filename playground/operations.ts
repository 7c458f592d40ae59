// The GraphQL texts behind the examples; a test validates each against the schema.

export const operations = {
  lookUp: `query Case($cpr: CPR!) {
  person(cpr: $cpr) {
    name { full }
    address { lines }
    civilStatus { status }
    businessRoles {
      nodes {
        function
        business { name signingRule }
      }
    }
  }
}
`,
  requestConsent: `mutation Ask($input: RequestConsentInput!) {
  requestConsent(input: $input) {
    consent { id state validTo fields }
    problems { code path message }
  }
}
`,
  myConsents: `query MyConsents {
  me {
    id
    name { full }
    consents(states: [REQUESTED, GRANTED]) {
      nodes {
        id
        state
        to { name }
        activity { purpose }
        fields
        validTo
        text { request consequenceOfNo consequenceOfWithdrawal }
      }
    }
  }
}
`,
  grantConsent: `mutation Grant($input: AnswerConsentInput!) {
  grantConsent(input: $input) {
    consent { id state validFrom validTo }
    problems { code path message }
  }
}
`,
  withdrawConsent: `mutation Withdraw($input: WithdrawConsentInput!) {
  withdrawConsent(input: $input) {
    consent { id state }
    problems { code path message }
  }
}
`,
  requestForBo: `mutation Ask($input: RequestConsentInput!) {
  requestConsent(input: $input) {
    consent { id state validTo fields bo: from { ... on Person { id } } }
    problems { code path message }
  }
}
`,
  place: `query Place($cpr: CPR!) {
  person(cpr: $cpr) {
    name { full }
    civilStatus { status }
  }
}
`,
  suspendConsent: `mutation Hold($input: SuspendConsentInput!) {
  suspendConsent(input: $input) {
    consent { id state suspendedReason }
    problems { code path message }
  }
}
`,
  resumeConsent: `mutation Resume($input: ResumeConsentInput!) {
  resumeConsent(input: $input) {
    consent { id state }
    problems { code path message }
  }
}
`,
  registerConsent: `mutation Register($input: RegisterConsentInput!) {
  registerConsent(input: $input) {
    proposal { id }
    problems { code path message }
  }
}
`,
  approveProposal: `mutation Approve($input: DecideConsentProposalInput!) {
  approveConsentProposal(input: $input) {
    consent { state }
    problems { code path message }
  }
}
`,
  employees: `query Employees($cvr: CVR!, $year: Int!) {
  business(cvr: $cvr) {
    name
    employment(year: $year) { employees }
  }
}
`,
  myNotices: `query MyNotices {
  me {
    id
    notices(first: 5) {
      nodes { at title text }
    }
  }
}
`,
  myLog: `query MyLog {
  me {
    id
    accessLog(first: 5) {
      nodes {
        at
        authority { name }
        activity { id purpose }
        caseReference
        summary
        refused { field code }
      }
    }
  }
}
`,
  givePowerOfAttorney: `mutation Give($input: GivePowerOfAttorneyInput!) {
  givePowerOfAttorney(input: $input) {
    powerOfAttorney {
      id
      state
      fields
      validTo
      grantor { ... on Person { id } }
    }
    problems { code path message }
  }
}
`,
  giveForErik: `mutation Give($input: GivePowerOfAttorneyInput!) {
  givePowerOfAttorney(input: $input) {
    powerOfAttorney {
      id
      state
      validTo
      erik: grantor { ... on Person { id } }
      freja: holder { ... on Person { id } }
    }
    problems { code path message }
  }
}
`,
  giveTogether: `mutation Give($input: GivePowerOfAttorneyInput!) {
  givePowerOfAttorney(input: $input) {
    powerOfAttorney { id state validTo }
    missing
    problems { code path message }
  }
}
`,
  confirmTogether: `mutation Confirm($input: AnswerPowerOfAttorneyInput!) {
  confirmPowerOfAttorney(input: $input) {
    powerOfAttorney { id state }
    missing
    problems { code path message }
  }
}
`,
  revokePowerOfAttorney: `mutation Revoke($input: EndPowerOfAttorneyInput!) {
  revokePowerOfAttorney(input: $input) {
    powerOfAttorney { id state }
    problems { code path message }
  }
}
`,
  represented: `query Represented {
  me { id name { full } }
  represented {
    ... on Person {
      id
      name { full }
      address { lines }
      civilStatus { status }
    }
  }
}
`,
  mayAct: `query May($for: ID!, $by: ID!) {
  mandates(for: $for, by: $by, field: "Person.address") {
    answer { allowed right until code help }
  }
}
`,
  protectedPerson: `query Protected($cpr: CPR!) {
  person(cpr: $cpr) {
    name { full }
    address { lines }
    nameAndAddressProtected
    civilStatus { status }
  }
}
`,
  custody: `query Custody {
  me {
    id
    name { full }
    custodyOf {
      id
      name { full }
    }
  }
}
`,
  business: `query Business($cvr: CVR!) {
  business(cvr: $cvr) {
    name
    form { longName }
    signingRule
    mainIndustry { text }
    participants {
      nodes {
        name
        roles { function from until }
      }
    }
  }
}
`,
  activities: `query Activities {
  activities(first: 20) {
    nodes {
      id
      controller { name }
      purpose
      legalBasis
      act
      fields { coordinate ground }
    }
  }
}
`,
} as const

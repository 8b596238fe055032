// The names under which the pages of tickets keep what they fetched.
export const ticketsKey = ['tickets']
export const ticketKey = (id: number) => ['ticket', id]

/** The shelves on which applications lie, and their states in words. */

export const STATES = {
  applied: "Applied",
  in_review: "In review",
  asked_back: "Asked back",
  second_review: "Second review",
  approved: "Approved",
  declined: "Declined",
  withdrawn: "Withdrawn",
  answered: "Answered",
};

const EARLIER = "What was decided stays here, with who decided it.";

/** Those who wait come first. */
export const SHELVES = [
  { value: "waiting", label: "Waiting", states: ["applied", "in_review"], isOpen: true, none: "Nobody waits", why: "Where the way in is “limited”, people apply at /account, and what they write comes here." },
  { value: "second", label: "Second review", states: ["second_review"], isOpen: true, none: "Nothing needs a second review", why: "Production use and gated capabilities need two people: once one has approved, it comes here for another." },
  { value: "asked", label: "Asked back", states: ["asked_back"], isOpen: true, none: "No question is open", why: "What you ask about waits here until they answer." },
  { value: "approved", label: "Approved", states: ["approved"], isOpen: false, none: "Nothing was approved yet", why: EARLIER },
  { value: "declined", label: "Declined", states: ["declined"], isOpen: false, none: "Nothing was declined", why: EARLIER },
];

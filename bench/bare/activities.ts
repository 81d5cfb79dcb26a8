/** The least that an activity could be. */
export const activities = { nothing: async () => undefined };

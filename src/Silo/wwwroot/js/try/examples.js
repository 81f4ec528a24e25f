/** Posts to start with; the second one is for those who write the opposite of what they mean. */
export const examples = [
  { name: "A good day", text: "I got the job!!! Dancing around the kitchen like nobody is watching" },
  { name: "A bad one", text: "Third time this week that the train is cancelled without a word. I am furious." },
  { name: "A loss", text: "We said goodbye to our old dog this morning. The house feels so empty without him." },
  { name: "A surprise", text: "Wait, what?! My old neighbour is the new mayor? No way!" },
  { name: "A fright", text: "There is somebody walking around downstairs and I am home alone. I'm terrified." },
];

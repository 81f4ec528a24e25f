/** A filter of the live feed: { emotion, modality, userId, minConfidence }, without what it leaves open. */
export function filterOf({ emotion = [], modality = "", userId = "", minConfidence = 0 }) {
  return {
    ...(emotion.length > 0 ? { emotion } : {}),
    ...(modality ? { modality } : {}),
    ...(userId ? { userId } : {}),
    ...(minConfidence ? { minConfidence } : {}),
  };
}

/** Whether a filter admits an event, by the rules of the server. */
export function admits({ emotion, modality, userId, minConfidence }, event) {
  return (!emotion || emotion.some((wanted) => wanted.toLowerCase() === event.emotion.toLowerCase()))
    && (!modality || event.modalities.includes(modality))
    && (!userId || event.userId === userId)
    && (!minConfidence || event.confidence >= minConfidence);
}

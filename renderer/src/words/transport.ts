export const words = {
  hostGone: 'it was stopped, or is starting again. What you typed is still here.',
} as const;

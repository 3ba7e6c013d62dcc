/** Whether a finger is the main pointer: then no keyboard is at hand, and a focused text field brings one up over the page. */
export const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;

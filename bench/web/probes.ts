// Functions that run inside the page, sent there as their source.

declare global {
  interface Window {
    /** ms from an event to the frame that was painted after it, in the order in which they happened. */
    magpieDelays: number[];
    /** ms of keys as the browser itself counts them, from the event until the frame was on screen: what INP is made of. */
    magpieKeys: number[];
  }
}

/** From now on times every event of this name, from when it was made to when the frame after it was painted. */
export function timeEvents(name: string): void {
  window.magpieDelays = [];
  addEventListener(
    name,
    (event) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.magpieDelays.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(0);
      });
    },
    { capture: true },
  );
}

/** From now on collects what the browser says of keys; it leaves out those that took less than 16 ms. */
export function watchKeys(): void {
  window.magpieKeys = [];
  // The DOM types do not know the threshold.
  const options = { type: 'event', durationThreshold: 16 } as PerformanceObserverInit;
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.magpieKeys.push(duration);
  }).observe(options);
}

/** ms from the next event of this name until a frame was painted that holds an element of the selector with this text. */
export function timeUntilShown({ event, selector, text }: { event: string; selector: string; text: string }): Promise<number> {
  return new Promise((resolve) => {
    addEventListener(
      event,
      ({ timeStamp }) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          const shown = [...document.querySelectorAll(selector)].some((element) => element.textContent?.includes(text));
          if (shown) resolve(performance.now() - timeStamp);
          else requestAnimationFrame(look);
        };
        const look = () => channel.port2.postMessage(0);
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
}

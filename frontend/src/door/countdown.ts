export interface Left {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

export function split(seconds: number): Left {
  const whole = Math.max(0, Math.ceil(seconds));
  return {
    days: Math.floor(whole / 86_400),
    hours: Math.floor((whole % 86_400) / 3600),
    minutes: Math.floor((whole % 3600) / 60),
    seconds: whole % 60,
  };
}

/**
 * Counts down from what the server said was left, so a device with a wrong clock shows the right
 * time; tells each second and, once, the end. Gives the function that stops it.
 */
export function countdown(seconds: number, show: (left: Left) => void, done: () => void) {
  const end = Date.now() + seconds * 1000;
  const tick = () => {
    const left = (end - Date.now()) / 1000;
    show(split(left));
    if (left > 0) return;
    clearInterval(timer);
    done();
  };
  const timer = setInterval(tick, 1000);
  return () => clearInterval(timer);
}

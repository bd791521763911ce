// Two short tones when a notice comes. Browsers let a page sound only after it was touched; signing in is a touch.
let audio: AudioContext | undefined;

export function ring(): void {
  try {
    audio ??= new AudioContext();
    for (const [after, pitch] of [
      [0, 660],
      [0.25, 880],
    ] as const) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      const start = audio.currentTime + after;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.2, start);
      loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.22);
      tone.connect(loudness).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.24);
    }
  } catch {
    // a device without sound: the card still comes
  }
}

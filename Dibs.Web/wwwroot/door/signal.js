// Each result by sound and by vibration, so that nobody has to look.
const sounds = {
  ok: [[880, 0.09], [1320, 0.14]],
  wrong: [[520, 0.12], [0, 0.06], [520, 0.12], [0, 0.06], [520, 0.12]],
  used: [[220, 0.25], [0, 0.06], [160, 0.4]],
  unknown: [[160, 0.7]],
};

const vibrations = { ok: [80], wrong: [120, 80, 120, 80, 120], used: [300, 100, 300], unknown: [700] };

let audio = null;

export function signal(result) {
  navigator.vibrate?.(vibrations[result]);
  try {
    audio ??= new AudioContext();
    // Browsers are silent until the page was touched; a scanner's keys count.
    if (audio.state === 'suspended') audio.resume();
    let at = audio.currentTime + 0.01;
    for (const [pitch, length] of sounds[result]) {
      if (pitch) play(pitch, at, length);
      at += length;
    }
  } catch {
    // No sound on this device: colour, text and vibration say it too.
  }
}

function play(pitch, at, length) {
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.type = 'square';
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.15, at);
  volume.gain.setTargetAtTime(0, at + length - 0.02, 0.01);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + length + 0.05);
}

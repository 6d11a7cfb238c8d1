// QR codes out of the camera's pictures, by jsQR (jsqr/README.md), which is loaded when it is first needed.
const between = 120;
const sameAgainAfter = 3000;

export class Camera {
  constructor(video, onCode) {
    Object.assign(this, { video, onCode, stream: null, last: null, lastAt: 0 });
    this.canvas = document.createElement('canvas');
  }

  get isOn() {
    return this.stream !== null;
  }

  async start() {
    // Not for pages that came over plain http.
    if (!navigator.mediaDevices?.getUserMedia) throw new Error('Cameras need https.');
    if (!window.jsQR) await load('/door/jsqr/jsQR.js');
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    this.look();
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
    this.video.hidden = true;
  }

  look() {
    if (!this.isOn) return;
    const { videoWidth: width, videoHeight: height } = this.video;
    if (width > 0) {
      Object.assign(this.canvas, { width, height });
      const context = this.canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(this.video, 0, 0);
      const found = window.jsQR(context.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: 'dontInvert' });
      if (found?.data) this.see(found.data);
    }
    setTimeout(() => this.look(), between);
  }

  // A ticket stays before the camera for a while.
  see(text) {
    const now = performance.now();
    const again = text === this.last && now - this.lastAt < sameAgainAfter;
    [this.last, this.lastAt] = [text, now];
    if (!again) this.onCode(text);
  }
}

function load(source) {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    Object.assign(script, { src: source, onload: done, onerror: () => failed(new Error(source)) });
    document.head.append(script);
  });
}

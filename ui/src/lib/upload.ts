// A file to the server, with how far it is: fetch does not tell that of what is sent.
export type Sent = { status: number; body: unknown };

export function sendFile(address: string, file: File, csrf: string, far: (share: number) => void): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.responseType = "text";
    request.upload.onprogress = (event) => far(event.total ? event.loaded / event.total : 0);
    request.onerror = request.onabort = () => reject(new Error("offline"));
    request.onload = () => {
      try {
        resolve({ status: request.status, body: JSON.parse(request.responseText) });
      } catch {
        reject(new Error("offline"));
      }
    };
    request.send(file);
  });
}

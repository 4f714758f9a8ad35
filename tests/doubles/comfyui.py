"""A ComfyUI server as its `server.py` and its routes' page describe it; it takes a poll to work."""

from __future__ import annotations

from typing import Any

from drama_compiler.contract import Trouble
from tests.doubles import studio
from tests.doubles.server import Call, Fake, Question, Refused, Reply

_SIZE = {"default": 512, "min": 1, "max": 16384}
_AMOUNT = {"default": 1, "min": 1, "max": 4096}


def _node(**required: list[Any]) -> dict[str, Any]:
    return {"input": {"required": required}}


NODES: dict[str, Any] = {
    "EmptyImage": _node(
        width=["INT", _SIZE],
        height=["INT", _SIZE],
        batch_size=["INT", _AMOUNT],
        color=["INT", {"default": 0, "min": 0, "max": 16777215}],
    ),
    "LoadImage": _node(image=[["example.png"], {"image_upload": True}]),
    "ImageScale": _node(
        image=["IMAGE"],
        upscale_method=[["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]],
        width=["INT", {"min": 0, "max": 16384}],
        height=["INT", {"min": 0, "max": 16384}],
        crop=[["disabled", "center"]],
    ),
    "RepeatImageBatch": _node(image=["IMAGE"], amount=["INT", _AMOUNT]),
    "CreateVideo": _node(images=["IMAGE"], fps=["FLOAT", {"min": 1.0, "max": 120.0}]),
    "SaveImage": _node(images=["IMAGE"], filename_prefix=["STRING", {"default": "ComfyUI"}]),
    "SaveVideo": _node(
        video=["VIDEO", {}],
        filename_prefix=["STRING", {}],
        format=["COMBO", {"options": ["auto", "mp4"]}],
        codec=["COMBO", {"options": ["auto", "h264"]}],
    ),
}
_BODY = {"prompt", "prompt_id", "client_id", "extra_data", "number", "front"}


class FakeComfyui(Fake):
    """It asks for no key, refuses no words, and forgets everything when `restart` is called."""

    input_word = output_word = ""
    troubles = frozenset({Trouble.GONE, Trouble.INVALID})

    def __init__(self) -> None:
        super().__init__("")
        self.uploads: set[str] = set()
        self.stopped: set[str] = set()

    def restart(self) -> None:
        """Queue and history are in memory alone."""
        self.calls.clear()

    def answer(self, question: Question) -> Reply:
        """See `Fake`."""
        match question.method, question.path.strip("/").split("/"):
            case "GET", ["object_info", name]:
                return Reply.of({name: NODES[name]} if name in NODES else {})
            case "POST", ["upload", "image"]:
                return self.at("stage", question, lambda _: self._upload(question))
            case "POST", ["prompt"]:
                return self.at("submit", question, lambda fate: self._queue(question, fate))
            case "GET", ["history", id_]:
                return self.at("poll", question, lambda _: self._history(id_))
            case "GET", ["queue"]:
                running = [[0, each.id, {}, {}, []] for each in self.calls if not self._done(each)]
                return Reply.of({"queue_running": running, "queue_pending": []})
            case "POST", ["queue"]:
                return Reply(200, b"")
            case "POST", ["interrupt"]:
                self.stopped.add(question.json["prompt_id"])
                return Reply(200, b"")
            case "GET", ["view"]:
                return self.at("download", question, lambda _: self._view(question))
        return Reply(404, b"404: Not Found", "text/plain")

    def trouble(self, trouble: Trouble) -> Reply:
        """See `Fake`."""
        if trouble is Trouble.GONE:
            return Reply(404, b"")
        return _invalid("prompt_outputs_failed_validation", "Prompt outputs failed validation")

    def _upload(self, question: Question) -> Reply:
        fields = question.files
        assert set(fields) == {"image", "subfolder", "type", "overwrite"}
        head = question.data.split(b'filename="', 1)[1]
        name, folder = head.split(b'"', 1)[0].decode(), fields["subfolder"].decode()
        self.uploads.add(f"{folder}/{name}")
        return Reply.of({"name": name, "subfolder": folder, "type": "input"})

    def _queue(self, question: Question, fate: str) -> Reply:
        body = question.json
        assert set(body) <= _BODY
        nodes = {node["class_type"]: node["inputs"] for node in body["prompt"].values()}
        for name, inputs in nodes.items():
            if name not in NODES:
                raise Refused(_invalid("invalid_prompt", f"Node '{name}' does not exist"))
            missing = NODES[name]["input"]["required"].keys() - inputs.keys()
            if missing:
                raise Refused(_invalid("required_input_missing", f"{sorted(missing)}"))
        loaded = nodes.get("LoadImage")
        if loaded and loaded["image"] not in self.uploads:
            raise Refused(_invalid("custom_validation_failed", "Invalid image file"))
        call = Call(body["prompt_id"], "ticket-1", 0.0, body, fate=fate)
        size = nodes.get("ImageScale") or nodes["EmptyImage"]
        seconds = 0.0
        if "CreateVideo" in nodes:
            frames = (nodes.get("RepeatImageBatch") or {}).get("amount") or size["batch_size"]
            seconds = frames / nodes["CreateVideo"]["fps"]
        width, height = size["width"] // 8 * 2, size["height"] // 8 * 2
        made = studio.clip(width, height, seconds) if seconds else studio.image(width, height)
        call.media, call.path = made, "result_00001_." + ("mp4" if seconds else "png")
        self.calls.append(call)
        return Reply.of({"prompt_id": call.id, "number": len(self.calls), "node_errors": {}})

    def _done(self, call: Call) -> bool:
        return call.polls > 1 or call.id in self.stopped

    def _history(self, id_: str) -> Reply:
        call = next((each for each in self.calls if each.id == id_), None)
        if call:
            call.polls += 1
        if call is None or not self._done(call):
            return Reply.of({})
        if call.id in self.stopped:
            messages: list[Any] = [["execution_interrupted", {"prompt_id": id_}]]
        elif call.fate == "fail":
            failure = {"node_type": "KSampler", "exception_message": "out of memory\n"}
            messages = [["execution_error", failure]]
        else:
            messages = [["execution_success", {"prompt_id": id_}]]
        fine = messages[0][0] == "execution_success"
        file = {"filename": call.path, "subfolder": "drama", "type": "output"}
        status = {"status_str": "success" if fine else "error", "completed": fine}
        outputs = {"3": {"images": [file], "animated": [True]}} if fine else {}
        return Reply.of({id_: {"outputs": outputs, "status": {**status, "messages": messages}}})

    def _view(self, question: Question) -> Reply:
        assert question.query["type"] == "output" and question.query["subfolder"] == "drama"
        wanted = question.query["filename"]
        call = next((each for each in reversed(self.calls) if each.path == wanted), None)
        return Reply(200, call.media, "application/octet-stream") if call else Reply(404, b"")


def _invalid(type_: str, message: str) -> Reply:
    error = {"type": type_, "message": message, "details": "", "extra_info": {}}
    return Reply.of({"error": error, "node_errors": {}}, 400)

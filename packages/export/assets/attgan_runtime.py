"""Serves a generator of attgan by onnxruntime under MLServer, for clients of the Open Inference Protocol (KServe v2).

image: FP32 [n, size, size, 3] in [-1, 1], or BYTES [n], each a PNG or JPEG of size x size pixels in base64.
code:  FP32 [n, attributes], (2 label - 1) scale, times strength where edited; names, scale and strength are in the metadata.
edit:  as the image was given: FP32 [n, size, size, 3], or BYTES [n, 1], each a PNG in base64.
"""

import asyncio
import io

import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.codecs import Base64Codec, NumpyCodec
from mlserver.errors import InferenceError
from mlserver.types import Datatype, InferenceRequest, InferenceResponse, RequestInput
from mlserver.utils import get_model_uri
from PIL import Image


class AttganRuntime(MLModel):
    async def load(self) -> bool:
        options = onnxruntime.SessionOptions()
        # 0 is a thread for each core. Fewer where a container may use only some of the machine's:
        # "parameters": {"uri": "./model.onnx", "extra": {"threads": 2}} of model-settings.json.
        options.intra_op_num_threads = int((self.settings.parameters.extra or {}).get("threads", 0))
        wanted = ("CUDAExecutionProvider", "CPUExecutionProvider")
        there = onnxruntime.get_available_providers()
        self._session = onnxruntime.InferenceSession(
            await get_model_uri(self.settings), options, providers=[name for name in wanted if name in there]
        )
        for tensor, found in zip(self.inputs, self._session.get_inputs(), strict=True):
            if [tensor.name, *tensor.shape[1:]] != [found.name, *found.shape[1:]]:
                raise ValueError(f"model.onnx takes {found.name} {found.shape}, model-settings.json says {tensor.shape}")
        self._shapes = {tensor.name: tuple(tensor.shape[1:]) for tensor in self.inputs}
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        given = {each.name: each for each in payload.inputs}
        for name in self._shapes:
            if name not in given:
                raise InferenceError(f'The input "{name}" is missing.')
        as_files = Datatype(given["image"].datatype) is Datatype.BYTES
        image = self._pictures(given["image"]) if as_files else self._numbers(given["image"])
        code = self._numbers(given["code"])
        if len(image) != len(code):
            raise InferenceError(f"There are {len(image)} images and {len(code)} codes; each image has one code.")
        # In a thread, so that the server answers others meanwhile.
        [edit] = await asyncio.to_thread(self._session.run, ["edit"], {"image": image, "code": code})
        if as_files:
            output = Base64Codec.encode_output("edit", [_png(each) for each in edit], use_bytes=False)
        else:
            output = NumpyCodec.encode_output("edit", edit)
        return InferenceResponse(model_name=self.name, model_version=self.version, id=payload.id, outputs=[output])

    def _numbers(self, tensor: RequestInput) -> np.ndarray:
        if Datatype(tensor.datatype) is not Datatype.FP32:
            raise InferenceError(f'The input "{tensor.name}" must be FP32, not {Datatype(tensor.datatype).value}.')
        wanted = self._shapes[tensor.name]
        if tuple(tensor.shape[1:]) != wanted or tensor.shape[0] < 1:
            raise InferenceError(f'The input "{tensor.name}" has shape {tensor.shape}; it must be {["n", *wanted]}.')
        try:
            values = np.asarray(tensor.data.root, np.float32).reshape(tensor.shape)
        except (TypeError, ValueError):
            raise InferenceError(f'The data of "{tensor.name}" are not {np.prod(tensor.shape)} numbers.') from None
        if not np.isfinite(values).all():
            raise InferenceError(f'The data of "{tensor.name}" are not all finite.')
        return values

    def _pictures(self, tensor: RequestInput) -> np.ndarray:
        height, width, _ = self._shapes[tensor.name]
        try:
            files = [io.BytesIO(file) for file in Base64Codec.decode_input(tensor)]
            opened = [Image.open(file, formats=["PNG", "JPEG"]) for file in files]
            # Before any pixel is decoded: a small file may hold a huge picture.
            for picture in opened:
                if picture.size != (width, height):
                    wrong = f"{picture.width}x{picture.height}"
                    raise InferenceError(f'A picture of "{tensor.name}" is {wrong}; it must be {width}x{height}.')
            pictures = [np.asarray(picture.convert("RGB"), np.float32) / 127.5 - 1 for picture in opened]
        except (OSError, SyntaxError, TypeError, ValueError, Image.DecompressionBombError):
            raise InferenceError(f'The data of "{tensor.name}" are not all PNG or JPEG files in base64.') from None
        if not pictures:
            raise InferenceError(f'The input "{tensor.name}" holds no picture.')
        return np.stack(pictures)


def _png(values: np.ndarray) -> bytes:
    file = io.BytesIO()
    pixels = np.clip(np.rint((values + 1) * 127.5), 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()

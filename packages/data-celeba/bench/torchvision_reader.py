"""Reads aligned CelebA images with torchvision's DataLoader and prints images per second as one JSON line.

The peer of `node dist/bench-reading.js`: the same files in the same order, the same square, the same size.

    python torchvision_reader.py --root DIR [--size 128] [--batch 32] [--workers 2] [--count 8000] [--float]

Needs torch and torchvision. `--float` adds the conversion to float32 in [-1, 1] that training code usually asks for;
without it batches stay uint8, which is the cheaper task.
"""

import argparse
import json
import os
import time

import torch
import torchvision
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from torchvision.transforms import InterpolationMode, functional


class AlignedFaces(Dataset):
    def __init__(self, root, count, size, kernel, to_float):
        with open(os.path.join(root, "list_attr_celeba.txt"), encoding="utf-8") as file:
            lines = file.read().splitlines()[2 : 2 + count]
        self.names = [line.split()[0] for line in lines]
        self.folder = os.path.join(root, "img_align_celeba")
        steps = [
            transforms.Lambda(lambda image: functional.crop(image, 26, 3, 170, 170)),
            transforms.Resize(size, interpolation=kernel),
        ]
        if to_float:
            steps += [transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.5] * 3)]
        else:
            steps += [transforms.PILToTensor()]
        self.transform = transforms.Compose(steps)

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return self.transform(Image.open(os.path.join(self.folder, self.names[index])))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--count", type=int, default=8000)
    parser.add_argument("--resample", choices=["bicubic", "linear"], default="bicubic")
    parser.add_argument("--float", action="store_true")
    options = parser.parse_args()
    kernel = {"bicubic": InterpolationMode.BICUBIC, "linear": InterpolationMode.BILINEAR}[options.resample]
    faces = AlignedFaces(options.root, options.count, options.size, kernel, options.float)
    loader = DataLoader(faces, batch_size=options.batch, num_workers=options.workers)
    started = None
    images = 0
    for batch in loader:
        if started is None:  # workers have started
            started = time.perf_counter()
        else:
            images += len(batch)
    seconds = time.perf_counter() - started
    print(
        json.dumps(
            {
                "reader": f"torchvision {torchvision.__version__}",
                "torch": torch.__version__,
                "workers": options.workers,
                "float": options.float,
                "resample": options.resample,
                "size": options.size,
                "images": images,
                "imagesPerSecond": round(images / seconds, 1),
            }
        )
    )


if __name__ == "__main__":
    main()

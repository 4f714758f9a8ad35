"""A folder comes in; a whole pipeline of diffusers, of tiny random weights, lies in it then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

SEED = 0


def tiny_stable_diffusion(folder: Path, pipeline: str = "StableDiffusionPipeline") -> None:
    """A picture from words; or, as the pipeline that paints over, from words and a picture."""
    torch.manual_seed(SEED)
    unet = diffusers.UNet2DConditionModel(
        sample_size=8,
        in_channels=4,
        out_channels=4,
        block_out_channels=(4, 8),
        layers_per_block=1,
        norm_num_groups=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=8,
        attention_head_dim=2,
    )
    vae = diffusers.AutoencoderKL(
        block_out_channels=[4, 8],
        norm_num_groups=2,
        down_block_types=["DownEncoderBlock2D"] * 2,
        up_block_types=["UpDecoderBlock2D"] * 2,
    )
    settings = transformers.CLIPTextConfig(
        vocab_size=100,
        hidden_size=8,
        intermediate_size=16,
        num_attention_heads=2,
        num_hidden_layers=1,
        bos_token_id=1,
        eos_token_id=1,
        pad_token_id=0,
    )
    getattr(diffusers, pipeline)(
        vae=vae,
        text_encoder=transformers.CLIPTextModel(settings),
        tokenizer=_letters(),
        unet=unet,
        scheduler=diffusers.DDIMScheduler(clip_sample=False, steps_offset=1),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)


def tiny_flux(folder: Path) -> None:
    """A picture from words and from any number of pictures."""
    torch.manual_seed(SEED)
    settings = transformers.Qwen3Config(
        vocab_size=100,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=28,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=512,
    )
    vae = diffusers.AutoencoderKLFlux2(
        sample_size=32,
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        block_out_channels=(4, 4),
        layers_per_block=1,
        latent_channels=1,
        norm_num_groups=1,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )
    transformer = diffusers.Flux2Transformer2DModel(
        patch_size=1,
        in_channels=4,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=48,
        axes_dims_rope=[4, 4, 4, 4],
        guidance_embeds=False,
    )
    tokenizer = _letters()
    tokenizer.chat_template = "{% for each in messages %}{{ each['content'] }}{% endfor %}"
    diffusers.Flux2KleinPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=transformers.Qwen3ForCausalLM(settings),
        tokenizer=tokenizer,
        transformer=transformer,
    ).save_pretrained(folder)


def tiny_wan(folder: Path) -> None:
    """A clip that begins on a picture, and may end on one."""
    torch.manual_seed(SEED)
    vae = diffusers.AutoencoderKLWan(
        base_dim=3,
        z_dim=16,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
    )
    settings = transformers.UMT5Config(
        vocab_size=100,
        d_model=8,
        d_kv=4,
        d_ff=16,
        num_layers=1,
        num_heads=2,
        decoder_start_token_id=0,
    )
    transformer = diffusers.WanTransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=36,
        out_channels=16,
        text_dim=8,
        freq_dim=16,
        ffn_dim=16,
        num_layers=1,
        cross_attn_norm=True,
        rope_max_seq_len=32,
    )
    diffusers.WanImageToVideoPipeline(
        vae=vae,
        text_encoder=transformers.UMT5EncoderModel(settings),
        tokenizer=_letters(),
        transformer=transformer,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
        image_encoder=None,
        image_processor=None,
    ).save_pretrained(folder)


def _letters() -> Any:
    """A tokenizer whose tokens are the letters of ASCII."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    signs = ["<pad>", "</s>", "<unk>", *map(chr, range(32, 127))]
    words = {sign: index for index, sign in enumerate(signs)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        bos_token="</s>",
        eos_token="</s>",
        unk_token="<unk>",
        model_max_length=77,
    )

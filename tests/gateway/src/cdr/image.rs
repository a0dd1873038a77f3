//! Images: decoded, and encoded again from their pixels alone.

use std::io::Cursor;

use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
use image::codecs::jpeg::JpegEncoder;
use image::error::{LimitError, LimitErrorKind};
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{Cleaned, Object};

/// The memory limit of decoding.
const MEMORY: u64 = 256 << 20;

const QUALITY: u8 = 90;

/// The format of such a file, if it is one that is sanitised.
pub fn format(mime: &str) -> Option<ImageFormat> {
    match mime {
        "image/png" => Some(ImageFormat::Png),
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        "image/bmp" => Some(ImageFormat::Bmp),
        _ => None,
    }
}

pub fn sanitize(format: ImageFormat, bytes: &[u8]) -> Cleaned<Vec<u8>> {
    let content = reencode(format, bytes).map_err(|error| error.to_string())?;
    let image = Object {
        name: "image".to_owned(),
        action: "sanitized",
        count: 1,
    };
    Ok((content, vec![image]))
}

/// A file of a few bytes can claim to be an image of any size.
fn check_size(decoder: &impl ImageDecoder) -> image::ImageResult<()> {
    if decoder.total_bytes() > MEMORY {
        let kind = LimitErrorKind::InsufficientMemory;
        return Err(image::ImageError::Limits(LimitError::from_kind(kind)));
    }
    Ok(())
}

fn reencode(format: ImageFormat, bytes: &[u8]) -> image::ImageResult<Vec<u8>> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    let mut output = Cursor::new(Vec::new());
    if format == ImageFormat::Gif {
        let mut decoder = GifDecoder::new(Cursor::new(bytes))?;
        check_size(&decoder)?;
        decoder.set_limits(limits)?;
        let mut encoder = GifEncoder::new_with_speed(&mut output, 10);
        encoder.set_repeat(Repeat::Infinite)?;
        encoder.try_encode_frames(decoder.into_frames())?;
        drop(encoder);
        return Ok(output.into_inner());
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    check_size(&decoder)?;
    // The orientation is in the metadata, which is lost.
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    match format {
        ImageFormat::Jpeg => {
            image.write_with_encoder(JpegEncoder::new_with_quality(&mut output, QUALITY))?;
        }
        ImageFormat::WebP => image.to_rgba8().write_to(&mut output, format)?,
        _ => image.write_to(&mut output, format)?,
    }
    Ok(output.into_inner())
}
